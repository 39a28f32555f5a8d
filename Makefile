# Tra cứu. `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
BENCHED := $(VENV)/.benched
TORTURED := $(VENV)/.tortured
INDEX ?= var/index

.PHONY: help run test check bench torture relevance places clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(INSTALLED): setup.cfg pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Cần Python 3.11 trở lên / Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

$(BENCHED): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,bench]'
	touch $@

$(TORTURED): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,torture]' || echo 'atheris does not install here: the parsers are fuzzed without it' >&2
	touch $@

run: $(INSTALLED) ## set up, index the sample articles, serve the page
	TRACUU_INDEX=$(INDEX) $(BIN)/tracuu --config data/tracuu.toml index data
	TRACUU_INDEX=$(INDEX) $(BIN)/tracuu serve

test: $(INSTALLED) ## set up and run all tests
	$(BIN)/python -m pytest -n auto

check: $(INSTALLED) ## lint, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(BENCHED) ## measure speed against the peers; writes docs/performance.md
	$(BIN)/python -m tests.bench.performance

torture: $(TORTURED) ## break things on purpose; writes docs/reliability.md (TORTURE=full: the long form)
	$(BIN)/python -m tests.torture

relevance: $(BENCHED) ## measure ranking against the peers; writes docs/relevance.md
	$(BIN)/python -m tests.bench.relevance

places: $(INSTALLED) ## measure the place tagger; writes docs/places.md
	$(BIN)/python -m tests.bench.places

clean: ## remove everything that was made
	rm -rf $(VENV) var build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
