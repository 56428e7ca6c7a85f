# Two commands set everything up on a machine with Python 3.11 or newer: `make demo` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: demo test scorecard format bench clean

demo: $(VENV)/.installed            ## set up, then assess an example scenario
	$(BIN)/fairuse assess cases/scenarios/pirated-library-training.yaml

test: $(VENV)/.installed-dev        ## set up, then run every check and test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/fairuse check --strict
	$(BIN)/python -m pytest -n auto
	$(BIN)/fairuse backtest --against benchmarks/scorecard.json

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

scorecard: $(VENV)/.installed      ## accept today's back-test as the one later changes are compared with
	$(BIN)/fairuse backtest --json --as-of 2026-11-24 -o benchmarks/scorecard.json

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/cold_start.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
