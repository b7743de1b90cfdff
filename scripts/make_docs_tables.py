"""Write ``docs/agreement.md`` and ``docs/revalidation.md`` from what was measured.

Agreement comes from ``build/agreement.json``, which the oracle tests write (they need OpenSim and the recordings);
physiology is computed here. Run from the project's root: ``python -m scripts.make_docs_tables``.
"""

import sys
from pathlib import Path

from revalidation.agreement import measured_rows
from revalidation.attempt_page import attempt_section
from revalidation.attempts import run_attempts
from revalidation.check import checks, run
from revalidation.orientation import orientation_section
from revalidation.tables import agreement_page, revalidation_page
from revalidation.tolerances import tolerances

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Write both pages; without all measurements only the page of physiology, and exit code 2."""
    judged = revalidation_page([run(check) for check in checks()])
    page = "\n".join([judged, attempt_section(run_attempts()), orientation_section()])
    (ROOT / "docs" / "revalidation.md").write_text(page, "utf-8")
    rows = measured_rows()
    if missing := [key for key, t in tolerances().items() if not t.each and key not in {row.key for row in rows}]:
        print(f"docs/agreement.md is left as it is: not measured are {', '.join(missing)}", file=sys.stderr)
        print("run the oracle tests with OpenSim and the recordings: make test ARGS=tests/oracle", file=sys.stderr)
        return 2
    (ROOT / "docs" / "agreement.md").write_text(agreement_page(rows), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
