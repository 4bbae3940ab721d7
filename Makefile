# Two commands: `make demo` shows briefbot at work, `make test` proves that it works.
# Both set everything up first, from nothing but git, Python 3.11+ and make.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# Tests start hundreds of processes, and each would compile what none may keep.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: demo test lint check bench quality faults lock schema smoke clean
.DELETE_ON_ERROR:

demo: .venv/run
	$(BIN)/briefbot demo

test: .venv/dev
	$(BIN)/pytest

lint: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Property tests look at other examples each time here; in `make test` they are the same ones.
check: lint
	$(BIN)/pytest --hypothesis-profile=search --cov --cov-report=term:skip-covered

# Real pages and labelled stories are given by path; without, the newsroom's serve:
# make bench PAGES=pages.tar.xz STORIES=stories.jsonl.gz FEEDS="one.tar.xz other.tar.xz" PAIRS=pairs.jsonl OPML=lists SUMMARIES=articles.jsonl.gz
# READER=X/bin/python is an interpreter with lemon24/reader. The curve of what an ingest costs
# beside many articles stops at 100,000; STORED="1000 10000 100000 1000000" takes ten minutes
# and 8 GB more, most of it to make that archive and to copy it for each round.
bench: .venv/dev
	$(BIN)/python -m benchmarks.ingest $(PAGES)
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.idle
	$(BIN)/python -m benchmarks.answers $(PAGES)
	$(BIN)/python -m benchmarks.once
	$(BIN)/python -m benchmarks.ingest $(PAGES) --rounds 2 --stored $(or $(STORED),1000 10000 100000)
	$(BIN)/python -m benchmarks.poll $(if $(READER),--reader $(READER))
	$(if $(OPML),$(BIN)/python -m benchmarks.opml $(OPML))
	$(BIN)/python -m benchmarks.stories $(STORIES)
	$(BIN)/python -m benchmarks.placing $(SUMMARIES)
	$(BIN)/python -m benchmarks.updates $(STORIES)
	$(if $(FEEDS),$(BIN)/python -m benchmarks.feeds $(FEEDS))
	$(if $(PAIRS),$(BIN)/python -m benchmarks.addresses $(PAIRS))

# How good the text is, beside its peers: DATA is a folder with the public sets.
quality: .venv/dev
	@test -n "$(DATA)" || { echo "give the folder with the public sets: make quality DATA=folder" >&2; exit 1; }
	$(BIN)/python -m benchmarks.quality "$(DATA)" --write docs/quality.md

# The fault table: each case is a test, and leaves a figure; last comes the longest time for
# which any loop that was watched stood still (tests/watching.py says which are).
faults: .venv/dev
	$(BIN)/pytest -m fault --figures

# On Python 3.12 and 3.13, where they are installed: import every module, run the demo.
smoke:
	.ci/smoke 3.12 3.13

schema: .venv/run
	$(BIN)/briefbot check --schema > config/briefbot.schema.json.part
	mv config/briefbot.schema.json.part config/briefbot.schema.json

lock: .venv/dev
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --extra dev \
		--constraint requirements.lock --no-header --no-annotate --no-emit-index-url \
		pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
		.coverage* build demo *.egg-info

# While something is being installed, .venv/unfinished stands there; an install that was
# interrupted leaves it behind, and begins anew.
ifneq ($(wildcard .venv/unfinished),)
.PHONY: .venv/bin/python
endif

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "briefbot needs Python 3.11, 3.12 or 3.13; set PYTHON=/path/to/python3" >&2; exit 1; }
	rm -rf .venv
	@mkdir .venv && touch .venv/unfinished
	"$(PYTHON)" -m venv .venv

# setuptools first, by its hash: pip would fetch any version to build docopt, which has no wheel.
.venv/run: .venv/bin/python requirements.lock pyproject.toml
	@touch .venv/unfinished
	sed -n '/^setuptools==/,/[^\\]$$/p' requirements.lock > .venv/setuptools.lock
	$(PIP) install --require-hashes -r .venv/setuptools.lock
	$(PIP) install --require-hashes --no-build-isolation -r requirements.lock
	$(PIP) --quiet install --no-deps --no-build-isolation --editable .
	@rm .venv/unfinished && touch $@

.venv/dev: .venv/run requirements-dev.lock
	@touch .venv/unfinished
	$(PIP) install --require-hashes --no-build-isolation -r requirements-dev.lock
	@rm .venv/unfinished && touch $@
