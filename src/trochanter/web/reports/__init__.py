"""Pages that commands wrote, shown inside ours: rebuilt from the elements that are known, or alone in a sandbox."""

from trochanter.web.reports.alone import alone
from trochanter.web.reports.told import Told, told_in
from trochanter.web.reports.transplant import Rebuilt, main_of

__all__ = ["Rebuilt", "Told", "alone", "main_of", "told_in"]
