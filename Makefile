# Tra cứu. `make help` lists what there is.
# A distribution builds its Python with a profile of itself (PGO), a version manager as a rule does
# not: there the same page takes 1.25 times as long (docs/decisions/0009-python.md).
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo /usr/bin/python3 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
BENCHED := $(VENV)/.benched
TORTURED := $(VENV)/.tortured
AUDITED := $(VENV)/.audited
SHIPPED := $(VENV)/shipped
PIP := -m pip install --quiet --disable-pip-version-check
# As pip leaves a package that is not installed for editing: half a second less at each start where
# PYTHONDONTWRITEBYTECODE keeps Python from doing it.
COMPILED := $(BIN)/python -m compileall -q indexer webui
INDEX ?= var/index
# Those that may stand beside GPL-3.0-or-later.
LICENCES := MIT;BSD;Apache;ISC;PSF;Python Software Foundation;MPL;Mozilla;LGPL;GPL;Zope Public;Unlicense;Public Domain

.PHONY: help run test check bench torture relevance places audit sbom lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(INSTALLED): setup.cfg pyproject.toml constraints.txt requirements/test.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Cần Python 3.11 trở lên / Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(PIP) --require-hashes -r requirements/test.txt
	$(BIN)/python $(PIP) -c constraints.txt -e '.[test]'
	$(COMPILED)
	touch $@

$(BENCHED): $(INSTALLED) requirements/bench.txt
	$(BIN)/python $(PIP) --require-hashes -r requirements/bench.txt
	touch $@

$(TORTURED): $(INSTALLED) requirements/torture.txt
	$(BIN)/python $(PIP) --require-hashes -r requirements/torture.txt || echo 'atheris does not install here: the parsers are fuzzed without it' >&2
	touch $@

$(AUDITED): $(INSTALLED) requirements/audit.txt
	$(BIN)/python $(PIP) --require-hashes -r requirements/audit.txt
	touch $@

$(SHIPPED)/.installed: $(INSTALLED) requirements/tracuu.txt
	$(BIN)/python -m venv --clear $(SHIPPED)
	$(SHIPPED)/bin/python $(PIP) --require-hashes -r requirements/tracuu.txt
	$(SHIPPED)/bin/python $(PIP) --no-deps .
	$(SHIPPED)/bin/python -m pip check
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
	$(COMPILED)
	$(BIN)/python -m tests.bench.performance

torture: $(TORTURED) ## break things on purpose; writes docs/reliability.md (TORTURE=full: the long form)
	$(BIN)/python -m tests.torture

relevance: $(BENCHED) ## measure ranking against the peers; writes docs/relevance.md
	$(BIN)/python -m tests.bench.relevance

places: $(INSTALLED) ## measure the place tagger; writes docs/places.md
	$(BIN)/python -m tests.bench.places

audit: $(AUDITED) ## look for known holes: in our code (bandit), in what it stands on (pip-audit)
	$(BIN)/bandit --quiet --recursive indexer webui tools
	$(BIN)/pip-audit --strict --disable-pip --require-hashes $(patsubst %,-r %,$(wildcard requirements/*.txt)) || { echo 'pip-audit: a hole is known (the table above), or the service that knows them does not answer here and nothing was compared' >&2; exit 1; }

sbom: $(AUDITED) $(SHIPPED)/.installed ## licences and bill of materials of what is shipped, into dist/
	mkdir -p dist
	$(BIN)/pip-licenses --python $(SHIPPED)/bin/python --from mixed --ignore-packages tracuu --format markdown --order license --with-urls --output-file dist/licences.md --partial-match --allow-only '$(LICENCES)'
	$(BIN)/cyclonedx-py environment $(SHIPPED)/bin/python --output-reproducible --output-file dist/sbom.cdx.json

lock: $(AUDITED) ## after a change of dependencies: requirements/ anew from setup.cfg and constraints.txt
	for set in tracuu gunicorn test bench torture audit; do \
	  $(BIN)/uv pip compile setup.cfg --quiet --universal --python-version 3.11 --generate-hashes -c constraints.txt --no-annotate --custom-compile-command 'make lock' $$([ $$set = tracuu ] || echo --extra $$set) --output-file requirements/$$set.txt || exit 1; \
	done

clean: ## remove everything that was made
	rm -rf $(VENV) var build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
