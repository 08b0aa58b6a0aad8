# Everything that one does with Huiyin from its source. `make run` and `make test` need nothing typed before them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
# Tests and servers start many processes; without kept bytecode each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

# The distribution's own Python comes first: it is built with profile-guided optimisation, which home-built ones seldom are,
# and a quarter faster (docs/bench.md). `make PYTHON=…` takes another.
PYTHON ?= $(shell for one in /usr/bin/python3 python3; do \
	PYTHON=$$one tools/need.sh --has python && echo $$one && exit; done; echo python3)
BIN := .venv/bin
STAMPS := .venv/stamps
PORT ?= 8000
HOST ?= 127.0.0.1
# Two for each core of a small machine: tests that drive a browser, or wait for the program to come back, leave theirs idle half of
# the time. On PostgreSQL none of these run, and its server takes a part of each core.
PROCESSES ?= 4
PROCESSES_ON_POSTGRES ?= 3

SOURCES_OF_ASSETS := tools/build_assets.py package.json package-lock.json \
	$(wildcard src/huiyin/web/assets/css/* src/huiyin/web/assets/js/* src/huiyin/web/assets/js/*/*)
CATALOGUES := $(shell find src -name '*.po' 2>/dev/null)

.PHONY: help install assets run test checked ready test-sqlite test-postgres lint messages bench proof audit wheel machine-for-tests

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1|\2/' | awk -F'|' '{printf "  %-16s %s\n", $$1, $$2}'

install: $(STAMPS)/installed ## build .venv with exactly the locked libraries; .venv/bin/huiyin then works from anywhere

$(STAMPS)/installed: requirements.lock pyproject.toml
	@PYTHON=$(PYTHON) tools/need.sh python
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked libraries"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@mkdir -p $(STAMPS) && touch $@

assets: $(STAMPS)/assets $(STAMPS)/catalogues ## fetch and patch the front end, compile the language catalogues

$(STAMPS)/assets: $(STAMPS)/installed $(SOURCES_OF_ASSETS)
	@tools/need.sh node
	@$(BIN)/python tools/build_assets.py
	@touch $@

$(STAMPS)/catalogues: $(STAMPS)/installed tools/compile_catalogues.py $(CATALOGUES)
	@$(BIN)/python tools/compile_catalogues.py
	@touch $@

run: assets ## start Huiyin here, with an example district when there is nothing yet
	@tools/need.sh fonts || echo "Huiyin runs without a Chinese font; only letters can't be made as PDF." >&2
	@$(BIN)/huiyin serve --example-when-empty --host $(HOST) --port $(PORT)

machine-for-tests:
	@tools/need.sh chromium postgresql fonts gettext $(if $(HUIYIN_WITHOUT_GO),,go)
	@$(if $(HUIYIN_WITHOUT_GO),echo "HUIYIN_WITHOUT_GO: receipts are not checked by the second implementation.",:)
	@tools/need.sh --may shell >/dev/null 2>&1 || echo "Without Chromium's headless shell (chromium-headless-shell) the browser tests take longer." >&2

lint: $(STAMPS)/installed ## style, format, types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# Types are checked on one core; meanwhile the other makes what every process of the tests would wait for.
checked: $(STAMPS)/installed
	@$(MAKE) -j2 --output-sync=target lint ready

ready: $(STAMPS)/installed
	@said=$$($(BIN)/python -m pytest -n 0 -q --collect-only --make-ready 2>&1) || { echo "$$said"; exit 1; }

test: machine-for-tests assets checked test-sqlite test-postgres ## all tests, on SQLite and PostgreSQL, with a real browser

test-sqlite: $(STAMPS)/installed
	@echo "== All tests, on SQLite"
	@$(BIN)/python -m pytest -n $(PROCESSES) --dist loadgroup

test-postgres: $(STAMPS)/installed
	@echo "== The tests that use the database, on PostgreSQL"
	@$(BIN)/python -m huiyin.operations.testing.postgres -- $(BIN)/python -m pytest -n $(PROCESSES_ON_POSTGRES) --dist loadgroup --second-database -m "database and not browser and not whole"

messages: $(STAMPS)/installed ## take new source strings into every room's catalogues, Traditional Chinese by words
	@tools/need.sh gettext
	@$(BIN)/python tools/catalogues.py

bench: assets ## measure, and print figures and ratios
	@$(BIN)/python -m benchmarks

proof: assets ## the long proofs (kill -9 at random moments, …); writes docs/proof.md; can be resumed
	@$(BIN)/python -m proof

audit: $(STAMPS)/installed ## ask the list of known vulnerabilities about the locked libraries, where it can be reached
	@tools/audit.sh

wheel: assets ## a wheel that needs no Node where it is installed
	@$(BIN)/python -m pip wheel -qq --no-deps --no-build-isolation -w dist .
	@ls dist/*.whl
