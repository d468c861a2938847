# Two commands do everything on a fresh machine with Python 3.11+ (with venv) and make:
#   make run    the engine with a demo workspace on real data
#   make test   what CI checks
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin

.PHONY: run test check setup lock journey clean

# Its home is apart from an installed engine's and from other checkouts'.
run: setup
	AMANA_HOME="$${AMANA_HOME:-$$($(BIN)/python -m amana.config)}" $(BIN)/amana up --demo

setup: .venv/.ready

# The lock has every package by version and hash and names no index, so that it installs from any mirror.
.venv/.ready: pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@

# After a change of dependencies in pyproject.toml.
lock:
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --group dev --output-file requirements.lock pyproject.toml

# Under 90 seconds: style, types, floors, and the tests that need no server process of their own.
check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests --ignore=tests/journeys

test: check journey

journey: setup
	$(BIN)/pytest tests/journeys

clean:
	rm -rf .venv dist build
