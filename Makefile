# `make run` and `make test` need nothing but Python 3.11 or newer with venv and pip, and make.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
TORCH := torch==2.13.0
# Address of a wheel index to take PyTorch from. Without it, a machine without an NVIDIA driver takes
# the CPU build from PyTorch's own index (scripts/dev/torch_index.py), any other pip's default.
TORCH_INDEX ?=
SHARED ?= ../shared/data
SIZES ?= 20000 100000
SETS ?= facqa ntrex_en squad_en facqa_half idk_mrc gold follow_ups gold_full gold2 plain sample

.PHONY: run test coverage eval gate bench bench-scale calibrate fix help
.DEFAULT_GOAL := help

help: ## what each target does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(VENV)/.ready: pyproject.toml
	@test -x $(PY) || { echo "Making $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "error: Python 3.11 or newer is needed; make run PYTHON=python3.11"; rm -rf $(VENV); exit 1; }
	@echo "Installing PyTorch (once)"
	@$(PY) -m pip install --quiet --disable-pip-version-check \
		$(if $(TORCH_INDEX),--index-url $(TORCH_INDEX),$$($(PY) scripts/dev/torch_index.py $(TORCH))) $(TORCH)
	@echo "Installing everything else (once)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	@echo "Installing the development tools (once)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

run: $(VENV)/.ready ## the bot if TELEGRAM_BOT_TOKEN is set, else a chat here; Q="..." answers once
	@$(PY) scripts/rebuild_index.py --if-none index/data/sample
ifdef Q
	@$(PY) scripts/ask.py -- "$$Q"
else
	@$(PY) -m bot
endif

test: $(VENV)/.ready-dev ## format, lint, types, import contracts, all tests
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-cache
	@$(PY) -m pytest -q --numprocesses=auto --maxprocesses=4 --dist=loadfile

coverage: $(VENV)/.ready-dev ## branch coverage of all tests, and the lines that none runs
	@$(PY) -m coverage erase
	@$(PY) -m coverage run -m pytest -q
	@$(PY) -m coverage combine -q
	@$(PY) -m coverage report

eval: $(VENV)/.ready-dev ## build and measure every evaluation set; fails below a pinned floor
	@$(PY) -m scripts.dev.evaluate_sets --shared $(SHARED) --sets $(SETS)

gate: ## the quick sets only, as CI does
	@$(MAKE) --no-print-directory eval SETS="facqa ntrex_en"

bench: $(VENV)/.ready-dev ## speed and memory on this machine, as ratios in one run
	@$(PY) -m scripts.dev.benchmark --shared $(SHARED)

bench-scale: $(VENV)/.ready-dev ## speed, memory and recall of archives of several SIZES (passages)
	@$(PY) -m scripts.dev.bench.scale.sizes $(SIZES) --shared $(SHARED) $(if $(BASE),--base $(BASE)) $(if $(PARTS),--parts $(PARTS))

calibrate: $(VENV)/.ready-dev ## fit the confidence anew on the sets that `make eval` built
	@$(PY) -m scripts.dev.calibrate --shared $(SHARED)

fix: $(VENV)/.ready-dev ## put format and imports right
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .
