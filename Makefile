# Closeout: everything a contributor needs, in targets. `make` alone lists them.
# Needs Python 3.11 or newer with pip and venv, and make; the rest is set up here, in .venv.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV_VERSION := 0.13.9
TRAINING_STORE := .training/training.db
# Without a terminal another store is made and made anew: nobody's exercises are lost.
BATCH_STORE := .training/batch.db
# Tests of screens and terminals wait now and then: two workers more than there are processors use the time.
JOBS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 2)))
PYTEST_ARGS ?=
BENCH_ARGS ?=

# A private network signs with its own certificates: trust what the machine trusts, where it keeps such a list.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS ?= true
endif
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never
unexport VIRTUAL_ENV

.PHONY: help setup run test check bench format readme ends clean

help: ## List these targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup ## Open the console on a training store of the sample data (without a terminal: process it and print the result)
	@mkdir -p $(dir $(TRAINING_STORE))
	@if [ -t 0 ] && [ -t 1 ]; then \
		exec $(BIN)/closeout train --store $(TRAINING_STORE); \
	else \
		exec $(BIN)/closeout train --store $(BATCH_STORE) --reset --batch; \
	fi

test: setup ends ## Run all tests, those in a real terminal too (PYTEST_ARGS="-k deferral" for some)
	@$(BIN)/pytest -n $(JOBS) --dist worksteal $(PYTEST_ARGS)

check: setup ## What CI runs: format, lint, types, floors, small benchmarks, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m bench --small
	@$(MAKE) test

bench: setup ## Measure against peers and the machine's own limits, at full size
	$(BIN)/python -m bench $(BENCH_ARGS)

format: setup ## Put the code into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

readme: setup ## Write the README's tables and picture from the program
	$(BIN)/python -m tests.house.readme
	$(BIN)/python -m tests.house.picture

setup: $(READY) ## Make .venv with the locked parts (costs nothing when nothing changed)

clean: ## Remove what set-up and tools made
	rm -rf $(VENV) .training .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* dist

# The stamp is older than the project file or the lock: bring .venv in line with the lock, every download checked by hash.
$(READY): pyproject.toml uv.lock Makefile
	@if [ ! -x $(BIN)/python ] || ! $(BIN)/python -c '' 2>/dev/null; then \
		for candidate in python3 python3.11 python3.12 python3.13 python3.14 python; do \
			if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
				found=$$candidate; break; \
			fi; \
		done; \
		if [ -z "$${found:-}" ]; then \
			echo "Closeout needs Python 3.11 or newer with pip and venv (Debian: apt-get install python3 python3-venv)." >&2; \
			exit 1; \
		fi; \
		"$$found" -m venv --clear $(VENV) || exit 1; \
	fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	@$(BIN)/uv sync --frozen --quiet
	@touch $@

# Tests of the ends need the real parts: a terminal (tmux), a browser (Chromium), a spreadsheet program and a word
# processor (LibreOffice).
# Where they cannot be installed those tests are skipped, and say so; in CI they fail.
ends:
	@missing=; \
	command -v tmux >/dev/null 2>&1 || missing="tmux"; \
	command -v chromium >/dev/null 2>&1 || missing="$$missing chromium"; \
	command -v soffice >/dev/null 2>&1 || missing="$$missing libreoffice-calc-nogui"; \
	office=$$(readlink -f "$$(command -v soffice)" 2>/dev/null); \
	[ -e "$${office%/*}/libswlo.so" ] || missing="$$missing libreoffice-writer-nogui"; \
	if [ -n "$$missing" ]; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
			echo "Installing for the tests: $$missing."; \
			{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; } \
				>/dev/null || echo "Could not be installed: $$missing."; \
		else \
			echo "Not installed, so the tests that need it are skipped: $$missing."; \
		fi; \
	fi
