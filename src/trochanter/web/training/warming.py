"""What the first page of training would wait for, done before: heavy imports, and tables that are read once."""

from importlib import import_module

LATER = (
    "exchange.assessment_result", "exchange.history_result", "exchange.plan_result", "exchange.screen_result",
    "exchange.measurement_reading", "progress.follow", "reporting.handoff", "reporting.plan_page",
    "reporting.progress_page",
)  # fmt: skip


def warm_up() -> None:
    """Import what pages import when they are first asked for, and read the exercises; some tenths of a second."""
    from trochanter.findings.history_words import questions
    from trochanter.findings.rules import rules
    from trochanter.plan.library import exercises
    from trochanter.progress.sentences import sentences

    for name in LATER:
        import_module(f"trochanter.{name}")
    for read in (questions, rules, exercises, sentences):
        read()
