SHELL := /bin/sh
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
SOURCE := config questions interviews practice integrations analysis operations tests manage.py

.DEFAULT_GOAL := help

help: ## what can be done here
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/:/' | awk -F: '{printf "  make %-15s%s\n", $$1, $$2}'

run: setup ## set everything up if need be, then serve on port $(PORT)
	@echo
	@echo "Rehearse is at http://127.0.0.1:$(PORT)  (Ctrl-C stops it)"
	@echo
	@exec $(BIN)/uvicorn config.asgi:application --host 127.0.0.1 --port $(PORT) --log-level warning --timeout-graceful-shutdown 2

setup: $(BIN)/.installed .env staticfiles/.collected
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py import_questions fixtures/aws
	@$(BIN)/python manage.py import_samples fixtures/aws-calibration
	@$(BIN)/python manage.py demo
	@$(BIN)/python manage.py demo_practice

$(BIN)/.installed: requirements.txt
	@test -d .venv || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

# Hashing and compressing takes seconds, so it is done again only when something has changed.
staticfiles/.collected: $(shell find static -type f) $(BIN)/.installed .env
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@mkdir -p staticfiles && touch $@

$(BIN)/.installed-dev: requirements.txt requirements-dev.txt
	@test -d .venv || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(BIN)/.installed

.env:
	@$(PYTHON) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50) + "\nHTTPS=false\nDEMO=true\nSIGN_UP=true")' > .env
	@echo "Wrote .env with a key of your own; docs/operating.md says what else can stand in it."

test: $(BIN)/.installed-dev ## all tests; REQUIRE_BROWSER=1 makes a missing Chromium a failure
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test-faults: $(BIN)/.installed-dev ## KILLS=200 power cuts, full disks, cut lines, races, clocks that jump; PostgreSQL too if DATABASE_URL names one
	$(BIN)/python -m pytest tests/faults

bench: $(BIN)/.installed-dev ## whole interviews by the hundred, what a page costs, what idle streams cost; `make bench OPTIONS=--help`
	$(BIN)/python -m tests.bench $(OPTIONS)

fuzz: $(BIN)/.installed-dev ## REQUESTS=10000 requests made up at random, as each kind of person: nothing may break
	FUZZ_REQUESTS=$(or $(REQUESTS),10000) $(BIN)/python -m pytest -n 0 tests/attacks/test_fuzz.py

lint: $(BIN)/.installed-dev ## ruff (bandit's rules among them), djade, the bank's own rules, missing migrations
	$(BIN)/ruff check $(SOURCE)
	$(BIN)/ruff format --check $(SOURCE)
	@find templates -name '*.html' | xargs $(BIN)/djade --target-version 5.2 --check
	@SECRET_KEY=lint $(BIN)/python manage.py check_bank fixtures
	@SECRET_KEY=lint $(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0

format: $(BIN)/.installed-dev ## put code and templates into shape
	$(BIN)/ruff check --fix $(SOURCE)
	$(BIN)/ruff format $(SOURCE)
	@find templates -name '*.html' | xargs $(BIN)/djade --target-version 5.2

sbom: $(BIN)/.installed-dev ## writes sbom.json: every package that is installed to run this, as CycloneDX
	$(PYTHON) -m venv --clear --without-pip .sbom
	$(BIN)/python -m pip --python .sbom/bin/python install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/cyclonedx-py environment --output-reproducible --output-file sbom.json .sbom
	@rm -rf .sbom

shots: $(BIN)/.installed-dev ## pictures of every page for the docs, light and dark
	$(BIN)/python -m tests.shots

measure-practice: $(BIN)/.installed .env staticfiles/.collected ## how long the pages of practice take with 60 and 5,000 questions, in a database of its own
	$(BIN)/python manage.py measure_practice

measure-analysis: $(BIN)/.installed .env staticfiles/.collected ## how well the figures find what is true, and how long their page takes with 10 and 10,000 interviews
	$(BIN)/python manage.py measure_analysis

measure-search: $(BIN)/.installed .env ## how long a search takes among 1,000 and 100,000 questions, in a database of its own
	$(BIN)/python manage.py measure_search

measure-lists: $(BIN)/.installed .env staticfiles/.collected ## how long lists and reports take with 10 and 10,000 interviews, in a database of its own
	$(BIN)/python manage.py measure_lists

measure-hints: $(BIN)/.installed .env ## how good wording hints are, on the public sets in the folder DATA=path
	$(BIN)/python manage.py measure_hints "$(DATA)"

simulate: $(BIN)/.installed .env ## does the queue work? three ways to practise for 60 days, and what each leaves in the head
	@$(BIN)/python manage.py simulate

.PHONY: help run setup test test-faults bench fuzz lint format sbom shots measure-analysis measure-practice measure-search measure-lists measure-hints simulate
