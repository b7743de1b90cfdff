"""``python -m trochanter``: the same as the command ``trochanter``."""

from trochanter.cli.main import app

app(prog_name="trochanter")
