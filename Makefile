# make demo   a virtual environment, the sample graph, out/graph.ttl and out/graph.html
# make test   every check
# make lint   the quick ones: style, types, import contract
# make docs   the pages of the ontology, docs/ontology.html and docs/ontology.id.html
# make bench-store  figures of the store on a million quads
# make bench   how fast articles become statements, beside plain Stanza; minutes on a quiet machine
# make bench-page   figures of the page on generated graphs, in a real Chromium
#
# VENV=path chooses another environment, PIP_OPTIONS=... adds options to every pip install.

PYTHON ?= python3
VENV ?= .venv
PIP_OPTIONS ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_OPTIONS)

.PHONY: demo test lint wheel clean bench bench-page bench-store docs

demo: $(VENV)/.installed
	rm -rf out/kg
	mkdir -p out
	$(BIN)/graphkit build data/samples --store out/kg
	$(BIN)/graphkit export --store out/kg -o out/graph.ttl
	$(BIN)/graphkit view --store out/kg -o out/graph.html --title "graphkit: the sample corpus"
	@echo
	@$(BIN)/graphkit stats --store out/kg

LINT := $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy --strict graphkit && $(BIN)/lint-imports

# Both halves run, whatever the first one finds. (No make inside make: `make --dry-run` would really run it.)
test: $(VENV)/.installed-dev
	@status=0; { $(LINT); } || status=1; $(BIN)/python -m pytest || status=1; exit $$status

lint: $(VENV)/.installed-dev
	@$(LINT)

# The benchmark wants twelve minutes on two cores: a million quads, the questions, every export.
bench-store: $(VENV)/.installed-dev
	$(BIN)/python tests/store/bench_store.py

docs: $(VENV)/.installed-dev
	$(BIN)/python docs/ontology.py

bench: $(VENV)/.installed-dev
	$(BIN)/python tests/bench_build.py

bench-page: $(VENV)/.installed-dev
	$(BIN)/python tests/bench_page.py

wheel: $(VENV)/.installed-dev
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'graphkit needs Python 3.11 or newer; make PYTHON=python3.12 chooses one' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The first installation takes minutes: PyTorch is large.
$(VENV)/.installed: pyproject.toml hatch_build.py | $(BIN)/python
	$(PIP) --editable .
	touch $@

$(VENV)/.installed-dev: pyproject.toml hatch_build.py | $(BIN)/python
	$(PIP) --editable '.[dev]'
	touch $@ $(VENV)/.installed

clean:
	rm -rf out dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
