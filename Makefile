SHELL := /bin/sh
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
SOURCE := config questions interviews tests manage.py

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
	@$(BIN)/python manage.py demo

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
	@$(PYTHON) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50) + "\nHTTPS=false\nDEMO=true")' > .env
	@echo "Wrote .env with a key of your own; docs/operating.md says what else can stand in it."

test: $(BIN)/.installed-dev ## all tests; REQUIRE_BROWSER=1 makes a missing Chromium a failure
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(BIN)/.installed-dev ## ruff, djade, the bank's own rules, missing migrations
	$(BIN)/ruff check $(SOURCE)
	$(BIN)/ruff format --check $(SOURCE)
	@find templates -name '*.html' | xargs $(BIN)/djade --target-version 5.2 --check
	@SECRET_KEY=lint $(BIN)/python manage.py check_bank fixtures
	@SECRET_KEY=lint $(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0

format: $(BIN)/.installed-dev ## put code and templates into shape
	$(BIN)/ruff check --fix $(SOURCE)
	$(BIN)/ruff format $(SOURCE)
	@find templates -name '*.html' | xargs $(BIN)/djade --target-version 5.2

shots: $(BIN)/.installed-dev ## pictures of every page for the docs, light and dark
	$(BIN)/python -m tests.shots

measure-search: $(BIN)/.installed .env ## how long a search takes among 1,000 and 100,000 questions, in a database of its own
	$(BIN)/python manage.py measure_search

.PHONY: help run setup test lint format shots measure-search
