"""What somebody does with their records: take them away, forget them, back them up, bring them back."""

import pytest

pytestmark = pytest.mark.needs("chromium")
