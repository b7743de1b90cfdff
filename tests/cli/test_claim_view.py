"""One claim on the terminal."""

import json

import pytest

from trochanter.cli.claim_view import show_claim
from trochanter.core.errors import BadSetting


def test_text_goes_to_standard_output_and_progress_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    show_claim("59", as_json=False)
    said = capsys.readouterr()
    assert said.out.startswith("Claim 59, as others make it")
    assert "claim 59" in said.err


def test_json_alone_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    show_claim("19a", as_json=True)
    assert json.loads(capsys.readouterr().out)["claim"] == "19a"


def test_nothing_is_printed_for_an_unknown_claim(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadSetting, match="from 1 to 172"):
        show_claim("500", as_json=False)
    assert capsys.readouterr().out == ""
