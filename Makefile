# Two commands set everything up on a machine with Python 3.11 or newer: `make demo` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: demo test test-web test-docs docs evaluation picture dist release scorecard health format mutants two-faced mutate-code bench bench-engines bench-batch clean

demo: $(VENV)/.installed            ## set up, then assess an example scenario
	$(BIN)/fairuse assess cases/scenarios/pirated-library-training.yaml

test: $(VENV)/.installed-dev        ## set up, then run every check and test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/fairuse check --strict
	$(BIN)/sphinx-build -q -W -j auto -b html docs docs/build
	$(BIN)/python -m pytest -n auto
	$(BIN)/fairuse backtest --strict --against benchmarks/scorecard.json

docs: $(VENV)/.installed-docs       ## the documentation, in docs/build/index.html
	$(BIN)/sphinx-build -q -W -j auto -b html docs docs/build
	@echo docs/build/index.html

evaluation: $(VENV)/.installed      ## docs/evaluation.md, from what `make scorecard` measured
	$(BIN)/python benchmarks/evaluation.py

picture: $(VENV)/.installed         ## docs/picture.svg, from a run
	$(BIN)/python benchmarks/picture.py

dist: $(VENV)/.installed-release    ## a wheel, an sdist and a software bill of materials, in dist/
	rm -rf dist
	$(BIN)/python -m build --outdir dist
	$(BIN)/python -m venv dist/.bare
	dist/.bare/bin/python -m pip install --quiet --disable-pip-version-check dist/fairuse-*.whl
	dist/.bare/bin/fairuse --version
	$(BIN)/cyclonedx-py environment dist/.bare/bin/python --pyproject pyproject.toml --of JSON \
	  --output-reproducible -o dist/fairuse.cdx.json
	rm -rf dist/.bare

release: $(VENV)/.installed-release ## version, changelog and tag: make release VERSION=1.2.3
	$(BIN)/python benchmarks/release.py $(VERSION)
	$(MAKE) dist

test-web: $(VENV)/.installed-browser  ## pages in headless Chromium (which has to be there), and the JSON interface by its description
	$(BIN)/python -m pytest -m browser -rs tests/browser

test-docs: $(VENV)/.installed-dev   ## the commands of the documentation that take long, or serve until they are stopped
	$(BIN)/python -m pytest -n auto -m slow tests/docs

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-docs: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-release: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[release]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-browser: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,browser]'
	@touch $@

scorecard: $(VENV)/.installed      ## measure anew: the likelihood, the back-test that later changes are compared with, the pages on both
	$(BIN)/fairuse calibrate -o cases/calibration.json
	$(BIN)/fairuse backtest --format json --as-of 2026-11-24 -o benchmarks/scorecard.json
	$(BIN)/python benchmarks/measured.py
	$(BIN)/python benchmarks/evaluation.py
	$(BIN)/python -m tests.net.health

health: $(VENV)/.installed-dev      ## how each rule fares, for its page: from the scores of mutants and the back-test
	$(BIN)/python -m tests.net.health

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

mutants: $(VENV)/.installed-dev     ## faults put into rules one at a time: which would be noticed? ARGS="us.f4 --list"
	$(BIN)/python -m tests.net.mutants $(ARGS)

two-faced: $(VENV)/.installed-dev   ## random situations of every law and act: a worse fact never helps
	$(BIN)/python -m tests.net.directions $(ARGS)

mutate-code: $(VENV)/.installed-dev ## faults put into the code of the engine and of answers (a sample)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check cosmic-ray
	$(BIN)/python benchmarks/mutation.py

bench: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/cold_start.py
	$(BIN)/python benchmarks/whatif.py
	$(BIN)/python benchmarks/agreement.py
	$(BIN)/python benchmarks/determinism.py
	$(BIN)/python benchmarks/documents.py

bench-engines: .venv-bench/.installed   ## the same rules on other engines, in an environment of its own; writes what `make evaluation` plots
	.venv-bench/bin/python benchmarks/engines.py

bench-batch: .venv-bench/.installed   ## tables of uses: cost against rows, in figures and drawn in batch.svg
	.venv-bench/bin/python benchmarks/batch.py --plot batch.svg
	.venv-bench/bin/python benchmarks/batch.py --rows 1000000 --distinct 0.01 --no-forum
	.venv-bench/bin/python benchmarks/batch.py --files 300
	.venv-bench/bin/python benchmarks/kill.py
	.venv-bench/bin/python benchmarks/malformed.py

.venv-bench/.installed: benchmarks/requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -e '.[tables]' 'matplotlib>=3.8'
	@grep -v '^#' benchmarks/requirements.txt | while read -r engine; do \
	  .venv-bench/bin/python -m pip install --quiet --disable-pip-version-check "$$engine" \
	    || echo "$$engine cannot be installed here; it is left out"; \
	done
	@touch $@

clean:
	rm -rf $(VENV) .venv-bench dist docs/build docs/reference .pytest_cache .mypy_cache .ruff_cache .hypothesis
