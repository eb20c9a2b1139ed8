# Everything runs in .venv, which is made when it is first needed and brought up to date when the requirements change.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report test lab notebooks lint clean constraints

# The first Python that is new enough; name another with make PYTHON=...
PYTHON ?= $(shell for python in python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
BIN := .venv/bin
READY := .venv/.ready
NBVAL := $(BIN)/python -m pytest --nbval --nbval-current-env -p no:cacheprovider notebooks/

# CORPUS and TERMS reach the recipes through the environment, so that blanks and quotation marks in them do no harm.
export CORPUS TERMS OPTIONS
export OUT ?= report

help:
	@echo 'make report     write a report on your articles: make report CORPUS=articles.csv TERMS="broker,sanction*" OUT=report OPTIONS="--by section"'
	@echo '                (without CORPUS: on the shipped corpus)'
	@echo 'make lab        open the notebooks in JupyterLab'
	@echo 'make test       run all tests, and the notebooks against their stored outputs'
	@echo 'make notebooks  execute the notebooks again and store their outputs'
	@echo 'make lint       check the style of the source'
	@echo 'make clean      remove what these commands have made'
	@echo 'make constraints  pin the requirements anew (needs uv)'

$(READY): constraints.txt pyproject.toml
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo 'coverage-kit needs Python 3.11 or newer: name one with make PYTHON=/path/to/python3' >&2; exit 1; }
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	if command -v uv >/dev/null; then pip="uv pip"; else pip="$(BIN)/python -m pip"; fi; \
		export VIRTUAL_ENV="$(CURDIR)/.venv" PIP_DISABLE_PIP_VERSION_CHECK=1; \
		$$pip install --quiet --require-hashes -r constraints.txt && \
		$$pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

report: $(READY)
	$(BIN)/coverage-kit report --open $${CORPUS:+"$$CORPUS"} $${TERMS:+--terms "$$TERMS"} --out "$$OUT" $$OPTIONS

# The notebooks are compared with one thread as well: sums may differ in their last digits, what is shown must not.
test: $(READY)
	@failed=0; \
	$(BIN)/python -m pytest || failed=1; \
	$(NBVAL) || failed=1; \
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(NBVAL) || failed=1; \
	exit $$failed

lab: $(READY)
	cd notebooks && ../$(BIN)/python -m jupyterlab

# Only outputs, tags and the kernel's name are stored, so that a difference is one a reader can see.
notebooks: $(READY)
	$(BIN)/python -m nbconvert --to notebook --inplace --execute --ExecutePreprocessor.record_timing=False \
		--ClearMetadataPreprocessor.enabled=True \
		--ClearMetadataPreprocessor.preserve_cell_metadata_mask='tags' \
		--ClearMetadataPreprocessor.preserve_nb_metadata_mask='kernelspec' notebooks/*.ipynb

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis build dist report
	find src tests notebooks \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

constraints:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-annotate -o constraints.txt
