# Mitsprache's habits, each under one name; `make` alone lists them.
# A stamp file remembers each step that is done, so a second `make run` starts at once.

PYTHON ?= python3
PORT ?= 8000
JOBS ?= auto

.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:

# Tools are called as modules: scripts in .venv/bin break when the checkout is moved.
PY := .venv/bin/python
# Wheels only: building a source archive would fetch and run code that no hash of ours covers. pip compiles what it
# installs: that costs the setup some seconds once and saves every start two, also where Python may not write.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
# Babel called as a module would forget to report its errors.
BABEL := $(PY) -c 'import sys; from babel.messages.frontend import main; sys.exit(main())'
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/messages.po)
STATIC := $(shell find app/web/static -type f ! -name '*.gz' ! -name '*.br' 2>/dev/null)

##@ Use it
.PHONY: setup analysis run demo
setup: .venv/.product build/.translations build/.static ## Make everything ready to run (about 15 s, once)

analysis: setup ## Add what files for statistics programs need (250 MB)
	$(PIP) --requirement requirements-analysis.lock

run: setup ## Start Mitsprache, by default on PORT=8000
	@MITSPRACHE_PORT=$(PORT) exec $(PY) -m flask --app wsgi serve

demo: setup ## Start it filled with an example consultation
	@MITSPRACHE_PORT=$(PORT) exec $(PY) -m flask --app wsgi serve --demo

##@ Before a commit
.PHONY: test test-fast looks leaks faults proof lint format types contracts services
test: setup .venv/.dev lint types contracts words-check services ## Check everything; nothing is skipped (JOBS=auto)
	$(PY) -m pytest --numprocesses=$(JOBS) --maxprocesses=4

test-fast: setup .venv/.dev ## Run the tests that need neither Chromium nor PostgreSQL
	$(PY) -m pytest -m "not browser and not postgres and not slow"

LOOKS := $(patsubst %,tests/browser/test_%.py,answering every_page results staff_pages staff_story voices codes)
looks: setup .venv/.dev services ## The long form: every page, width and colour scheme through axe, the story by pointer
	$(PY) -m pytest --numprocesses=$(JOBS) --maxprocesses=4 --every-look $(LOOKS)

leaks: setup .venv/.dev services ## The long form: attacks on real releases, arrival sequences, everything searched for traces
	$(PY) -m pytest --numprocesses=$(JOBS) --maxprocesses=4 --leaks tests/leaks tests/deploy tests/web

# One after another: each of them watches what its own processes do while the machine is busy with nothing else.
FAULTS := tests/faults tests/store/test_seal.py tests/web/test_jobs.py tests/browser/test_network.py
faults: setup .venv/.dev services ## The long form: kills, power cuts, full disks, faults at every statement (docs/reliability.md)
	$(PY) -m pytest --numprocesses=0 --capture=no --faults $(FAULTS)

proof: setup ## Attack many invented surveys and write docs/privacy-proof.md anew (some minutes)
	$(PY) -m benchmarks.proof

lint: .venv/.dev ## Look for traps and for untidy layout
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: .venv/.dev ## Tidy the layout and mend what can be mended without thinking
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: .venv/.dev ## Check the types
	$(PY) -m mypy

contracts: .venv/.dev ## Check who may import whom
	$(PY) -c 'from importlinter.cli import lint_imports_command as lint; lint()'

services: .venv/.dev ## Find or install PostgreSQL, Chromium, nginx, LibreOffice and strace for the tests
	@$(PY) -m tests.services

##@ Words
.PHONY: words words-check
words: .venv/.product build/messages.pot ## Bring all catalogues up to date; NEW=uk begins a new one
	$(if $(NEW),$(BABEL) update $(UPDATE) --locale=$(NEW) --init-missing)
	$(if $(CATALOGUES),$(BABEL) update $(UPDATE))
	@$(MAKE) --no-print-directory build/.translations

words-check: .venv/.product build/messages.pot ## Fail when a sentence in the code is missing in a catalogue
	@$(if $(CATALOGUES),$(BABEL) --quiet update $(UPDATE) --check 2>/dev/null || { echo "The catalogues are behind the code: make words"; exit 1; })

# No fuzzy matching: a guessed translation reads as finished and says something else.
UPDATE := --input-file=build/messages.pot --output-dir=translations --no-fuzzy-matching --ignore-obsolete \
	--ignore-pot-creation-date --no-wrap

# File names without line numbers: else every edit would change every catalogue.
.PHONY: build/messages.pot
build/messages.pot:
	@mkdir -p build
	@$(BABEL) --quiet extract --mapping-file=pyproject.toml --keyword=N_ --keyword=lazy_gettext --keyword=lazy_ngettext:1,2 \
	  --add-comments=Translators: --add-location=file --sort-by-file --no-wrap --project=Mitsprache \
	  --header-comment="# Words of Mitsprache, licensed under the EUPL-1.2." --output-file=$@ app

##@ Now and then
.PHONY: lock upgrade vendor clean deploy bench
bench: setup .venv/.dev services ## Measure how fast it is, about 15 minutes; WRITE=yes renews docs/performance.md
	@$(PY) -m benchmarks.document $(if $(WRITE),--write)

deploy: setup ## Fill in the files of deploy/ for one server; VALUES="site=mitsprache.example.org" (docs/betrieb.md)
	@$(PY) -m setup.deploy build/deploy $(VALUES)

lock: ## Rebuild the locks after a change in pyproject.toml; versions stay where they can
	@setup/lock.sh

upgrade: ## Rebuild the locks with the newest versions pyproject.toml allows
	@setup/lock.sh --upgrade

vendor: ## Fetch the pinned plotly.js again and check it (needs npm)
	$(PYTHON) setup/vendor.py

clean: ## Remove what make has made: .venv, build, compiled words, compressed files
	rm -rf .venv build
	find translations -name '*.mo' -delete
	find app/web/static -name '*.gz' -delete -o -name '*.br' -delete

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {print "\n" substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

# --- how the steps are made -------------------------------------------------------------------------------------

.venv/.made:
	@setup/venv.sh $(PYTHON)
	@touch $@

.venv/.product: requirements.lock .venv/.made
	$(PIP) --requirement requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.product
	$(PIP) --requirement requirements-dev.lock
	@touch $@

build/.translations: $(CATALOGUES) .venv/.product
	@mkdir -p build
	@$(if $(CATALOGUES),$(BABEL) --quiet compile --directory=translations)
	@touch $@

build/.static: setup/static.py $(STATIC) .venv/.product
	@mkdir -p build
	@$(PY) setup/static.py app/web/static
	@touch $@
