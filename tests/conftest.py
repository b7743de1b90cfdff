"""Set-up of all tests: where generated files go, which plugins are on."""

import os
from pathlib import Path

from hypothesis import settings

from tests.plugins.node import path_with_node

pytest_plugins = ["pytester", "tests.plugins.needs"]

BUILD = Path(__file__).parents[1] / "build"

# Compiled kernels and other caches stay in the project's own folder, and are found again in the next run.
os.environ.setdefault("NUMBA_CACHE_DIR", str(BUILD / "numba"))
os.environ.setdefault("MPLCONFIGDIR", str(BUILD / "matplotlib"))
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(BUILD / "hypothesis"))

os.environ["PATH"] = path_with_node()

# Deadlines would measure the compiler and the neighbours of this process, not the code.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("soak", deadline=None, max_examples=10_000, print_blob=True)
settings.load_profile("soak" if os.environ.get("TROCHANTER_SOAK") == "1" else "ci")
