# Two commands matter: `make demo` (set up, run the loop once, serve) and `make test`.
# Everything a clean machine lacks is installed here: Python packages into .venv, front-end files by npm,
# system packages by apt when root, else one sentence says what to install.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SHANHAI := $(BIN)/shanhai
ENGINE_TESTS := tests/kernel tests/extract tests/match tests/measure tests/house
STATION_TESTS := $(filter-out $(ENGINE_TESTS) tests/browser tests/__pycache__,$(wildcard tests/*/))
FRONTEND := shanhai/web/static/dist/app.js

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test test-engines test-sqlite test-postgres test-browser check bench lock clean system

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: .venv/.runtime $(FRONTEND) .venv/.translations ## install everything into .venv and build the front end

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo "Shanhai needs Python 3.11; found $$($(PYTHON) --version). Call: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.translations: $(wildcard shanhai/web/locale/*/LC_MESSAGES/*.po) .venv/.runtime
	$(BIN)/python -m shanhai.web.translations
	@touch $@

node_modules/.installed: package-lock.json .npmrc
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(FRONTEND): node_modules/.installed package.json $(shell find frontend -type f 2>/dev/null)
	npm run --silent build
	@touch $@

system: ## system packages for the tests: Chromium, Chinese fonts, PostgreSQL
	@sh tools/system_packages.sh

demo: setup ## set up, run the whole loop on the examples, then serve the site
	$(SHANHAI) demo
	$(SHANHAI) serve

serve: setup ## serve the site
	$(SHANHAI) serve

test: test-engines test-sqlite test-postgres test-browser ## every test: engines, SQLite, PostgreSQL, Chromium

test-engines: setup .venv/.dev ## kernel and engines, without a database
	$(BIN)/pytest -q $(ENGINE_TESTS)

test-sqlite: setup .venv/.dev ## the stations on SQLite
	env -u SHANHAI_TEST_DATABASE_URL $(BIN)/pytest -q $(STATION_TESTS)

test-postgres: setup .venv/.dev system ## the stations on PostgreSQL
	@sh tools/with_postgres.sh $(BIN)/pytest -q $(STATION_TESTS)

test-browser: setup .venv/.dev system ## the main path in real Chromium
	env -u SHANHAI_TEST_DATABASE_URL $(BIN)/pytest -q tests/browser

check: setup .venv/.dev ## lint, format, types, layers, migrations, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy shanhai
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=shanhai.config.settings_test $(BIN)/django-admin makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=shanhai.config.settings_test $(BIN)/django-admin check
	$(BIN)/pytest -q tests/house
	npm test --silent

bench: setup .venv/.dev ## measure speed beside peers (minutes)
	for file in bench/*.py; do $(BIN)/python $$file || exit 1; done

lock: .venv/.dev ## pin the newest versions that requirements*.in allow
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements-dev.lock requirements-dev.in
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -c requirements-dev.lock -o requirements.lock requirements.in

clean: ## remove what setup made (never data)
	rm -rf .venv node_modules shanhai/web/static/dist
