# make help lists the verbs. Each installs what it needs and skips what is done.
# make -k check goes on after a fault; make lint, make types… ask one question.
.DEFAULT_GOAL := help
SHELL := /bin/sh
# Which Python makes .venv; scripts/python.sh looks for one when this is empty.
PYTHON ?=
BIN := .venv/bin
PYTEST_OPTIONS ?= -n auto --maxschedchunk 1
# Pages are served over https in production: the deployment check looks at that.
DEPLOYED := FILON_URL=https://filon.example

.PHONY: help setup run axe test check fix po ci lock real-input bench developer \
	lint imports templates types migrations translations deployment

help: ## Print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{printf "make %-12s %s\n", $$1, $$2}'

setup: ## Create the environment and build the front end
	@python=$$(sh scripts/python.sh $(PYTHON)) && "$$python" scripts/prepare.py run

run: setup ## Start Filon at http://127.0.0.1:8000
	@exec $(BIN)/filon serve --demo

developer:
	@python=$$(sh scripts/python.sh $(PYTHON)) && "$$python" scripts/prepare.py test

test: developer ## Run all tests, browser journeys included, on SQLite
	@$(BIN)/pytest $(PYTEST_OPTIONS)

axe: developer ## Look at five addresses of every route in a browser, light and dark
	@FILON_CRAWL=all $(BIN)/pytest tests/house/test_accessibility.py

check: developer lint imports templates types migrations translations deployment ## Everything that can be said without running the tests

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

imports:
	$(BIN)/lint-imports --no-logo

templates:
	@find src -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2 --check

types:
	$(BIN)/mypy

migrations:
	$(BIN)/filon manage makemigrations --check --dry-run

translations:
	$(BIN)/python scripts/po.py check

deployment:
	$(DEPLOYED) $(BIN)/filon manage check --deploy --fail-level WARNING

fix: developer ## Repair what the tools can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@find src -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2

po: developer ## Bring the French catalogue in step with the source
	$(BIN)/python scripts/po.py extract
	$(BIN)/python scripts/po.py compile
	$(BIN)/python scripts/po.py check

real-input: developer ## Walk the whole thread on real files (FILON_REAL_DATA)
	@PYTHONPATH=scripts $(BIN)/python -m real_input

bench: developer ## Measure every main page with 100,000 companies
	@$(BIN)/python -m bench

ci: ## What runs at each push: everything, on both databases
	.ci/run

lock: developer ## Choose the newest allowed versions again, with their hashes
	sh scripts/lock.sh
