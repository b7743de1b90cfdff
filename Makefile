# Two commands are enough: `make demo` runs the main job, `make test` proves that it is right.
# They need Python 3.11 to 3.13 with venv, and a package index; no root, no compiler, no Node.

SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?=
VENV ?= .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check

# Whatever is made besides the environment goes into build/, which git does not see.
BUILD := $(CURDIR)/build
export NUMBA_CACHE_DIR ?= $(BUILD)/numba
export MPLCONFIGDIR ?= $(BUILD)/matplotlib
export PIP_CACHE_DIR ?= $(BUILD)/pip
unexport PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX

# Tests get a home and a folder for temporary files of their own, so that they change nothing outside the project.
HOUSE := HOME="$(BUILD)/home" TMPDIR="$(BUILD)/tmp" HYPOTHESIS_STORAGE_DIRECTORY="$(BUILD)/hypothesis" \
	XDG_CACHE_HOME="$(BUILD)/home/.cache" XDG_CONFIG_HOME="$(BUILD)/home/.config" \
	XDG_DATA_HOME="$(BUILD)/home/.local/share" XDG_STATE_HOME="$(BUILD)/home/.local/state"

# Everything that ends up in the installed package. Folders count too: a deleted file changes its folder.
SOURCES := $(shell find src -not -name __pycache__ -not -name '*.pyc')
CODE := $(wildcard src tests benchmarks examples revalidation scripts)

# An environment whose Python has gone (an upgrade, a copy to another machine) is made anew.
ifneq ($(shell $(RUN) -c 'print("runs")' 2>/dev/null),runs)
$(shell rm -f $(VENV)/.made)
endif

.PHONY: help demo test lint bench soak system clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.installed ## Run the main job on the built-in running trial; the report goes to trochanter-demo/
	$(RUN) -m trochanter demo

test: $(VENV)/.installed build/tmp ## Run all tests; what this machine lacks is listed at the end
	@if [ -n "$(ARGS)" ]; then $(HOUSE) $(RUN) -m pytest $(ARGS); else $(HOUSE) sh scripts/test_side_by_side.sh $(RUN); fi

lint: $(VENV)/.installed ## Check style, types and who may import whom
	$(RUN) -m ruff check $(CODE)
	$(RUN) -m ruff format --check $(CODE)
	$(RUN) -m mypy $(CODE)
	$(RUN) $(VENV)/bin/lint-imports --no-logo --cache-dir build/import-linter

bench: $(VENV)/.installed ## Measure speed against OpenSim; writes build/bench.json
	$(RUN) -m benchmarks.run $(ARGS)

soak: $(VENV)/.installed build/tmp ## Run the tests on generated and damaged input and on drawn films many times longer
	TROCHANTER_SOAK=1 $(HOUSE) $(RUN) -m pytest tests/property tests/synthetic tests/web $(ARGS)

system: ## Install the Debian packages that tests can use (needs root)
	@sh scripts/system_packages.sh

clean: ## Remove the environment and everything that was built
	rm -rf $(VENV) build dist trochanter-demo web/node_modules

build/tmp:
	@mkdir -p build/tmp build/home

$(VENV)/.made:
	@for candidate in "$(PYTHON)" python3 python3.13 python3.12 python3.11; do \
		if [ -n "$$candidate" ] && "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
			echo "Building $(VENV) with $$candidate ($$("$$candidate" --version))"; \
			rm -rf "$(VENV)"; \
			"$$candidate" -m venv "$(VENV)" || exit 2; \
			touch "$@"; \
			exit 0; \
		fi; \
	done; \
	echo "No usable Python: install Python 3.11, 3.12 or 3.13 with its venv module (Debian: python3-venv), or name one: make PYTHON=/path/to/python3.12" >&2; \
	exit 2

# All but the peers must install. They have no wheel for some machines: there their tests are skipped, and say so.
$(VENV)/.dependencies: $(VENV)/.made pyproject.toml constraints.txt
	@$(RUN) scripts/requirements.py base dev uncertainty > $(VENV)/requirements.txt
	$(PIP) install --only-binary :all: -c constraints.txt -r $(VENV)/requirements.txt
	@$(RUN) scripts/requirements.py phone video fit fhir calendar pdf clinic encrypted > $(VENV)/requirements.txt
	$(PIP) install --only-binary :all: -c constraints.txt -r $(VENV)/requirements.txt || \
		echo "An extra (video, PDF, FHIR, a clinic's server and others) could not be installed here: tests that need it will be skipped." >&2
	@$(RUN) scripts/requirements.py oracle > $(VENV)/requirements.txt
	$(PIP) install --only-binary :all: -c constraints.txt -r $(VENV)/requirements.txt || \
		echo "OpenSim, MuJoCo or ezc3d could not be installed here: tests that compare with them will be skipped." >&2
	@touch $@

$(VENV)/.installed: $(VENV)/.dependencies $(SOURCES) README.md LICENSE NOTICE
	$(PIP) install --no-deps --no-build-isolation --no-index --force-reinstall .
	@touch $@
