# Two commands do everything on a fresh machine with Python 3.11+ (with venv) and make:
#   make run    the engine with a demo workspace on real data
#   make test   what CI checks
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
UI_SOURCES := $(shell find ui -path ui/node_modules -prune -o -type f ! -name schema.d.ts -print)
CHROMIUM := /usr/bin/chromium
# What starts servers and commands of its own, or tries everything that there is.
PROCESSES := tests/journeys tests/walls tests/planted tests/simulation tests/outside/test_postgres_server.py tests/outside/test_egress.py \
	tests/outside/test_key_backup.py tests/store/test_own_postgresql.py tests/tasktypes/test_outside.py

.PHONY: run test check journey thread heavy soak setup lock openapi bench audit clean

# Its home is apart from an installed engine's and from other checkouts'.
run: setup
	AMANA_HOME="$${AMANA_HOME:-$$($(BIN)/python -m amana.config)}" $(BIN)/amana up --demo

setup: .venv/.ready

# The lock has every package by version and hash and names no index, so that it installs from any mirror.
.venv/.ready: pyproject.toml requirements.lock hatch_build.py $(UI_SOURCES)
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
	$(BIN)/pytest tests $(addprefix --ignore=,$(PROCESSES)) -m "not heavy" --numprocesses 2

test: check journey heavy

# Without a browser everything else runs first.
journey: setup
	$(BIN)/pytest $(PROCESSES) -m "not browser and not heavy"
	@test -x $(CHROMIUM) || { echo "The pages were not tested: there is no $(CHROMIUM). Remedy: apt-get install chromium" >&2; exit 1; }
	$(BIN)/pytest tests/journeys -m "browser and not heavy"

# What may differ for somebody who is not root: whose the servers, folders and keys are.
thread: setup
	$(BIN)/pytest tests/outside/test_postgres_server.py tests/outside/test_key_backup.py tests/journeys/test_01_thread_by_command_line.py \
		tests/journeys/test_02_own_postgresql.py tests/journeys/test_03_keys_and_shredding.py tests/journeys/test_01_thread.py

# What takes minutes: a million tasks; 10,000 answers while engines, connections and the server are killed.
heavy: setup
	$(BIN)/pytest tests -m heavy

# An hour: ten times as many kills, and hundreds of simulated histories. Goes on where it was stopped.
soak: setup
	$(BIN)/python -m tests.soak

# After a change of the HTTP API, before the next setup: the browser's types are made of this file.
openapi:
	$(BIN)/python -c 'import sys; from amana.app import describe; sys.stdout.buffer.write(describe())' > ui/openapi.json.new
	mv ui/openapi.json.new ui/openapi.json

# Every bar, beside its peers; the figures are kept in bench/results/. For a machine that does nothing else.
# The scripts that run Label Studio and Potato lie beside the checkout, in ../shared/peers, or where PEERS=DIR says.
bench: setup
	$(BIN)/python -m bench thread --keep
	$(BIN)/python -m bench dispatch --keep $(if $(PEERS),--peers $(PEERS))
	$(BIN)/python -m bench bulk --keep $(if $(PEERS),--peers $(PEERS))
	$(BIN)/python -m bench inference --keep
	$(BIN)/python -m bench walls --keep
	$(BIN)/python -m bench studio --keep
	$(BIN)/python -m bench quality --keep

# What others know of the packages we stand on, and bandit over our own code. Needs the advisory services of both registries.
audit: setup
	$(BIN)/uv tool run bandit==1.9.4 --quiet --recursive --severity-level medium amana
	$(BIN)/uv tool run pip-audit==2.10.1 --requirement requirements.lock --require-hashes --disable-pip
	cd ui && npm audit

clean:
	rm -rf .venv dist build amana/web ui/node_modules
