# demo · test · check · dev · bench · build: one word each.
PYTHON ?= python3
RUN = .venv/bin/python
export RELASI_HOME ?= $(CURDIR)/.relasi

.PHONY: demo test check dev bench build frontend setup-demo setup-test

demo: setup-demo
	@RELASI_MAKE=demo exec $(RUN) -m relasi demo

dev: setup-test
	@RELASI_MAKE=dev RELASI_DEBUG=1 exec $(RUN) -m relasi demo

test: setup-test
	@$(RUN) -m pytest -n auto --maxprocesses 4 --dist loadfile

check: setup-test
	@$(RUN) -m tools.check

bench: setup-test
	@$(RUN) -m benchmarks $(if $(ONLY),--only $(ONLY))

build: setup-test
	@$(RUN) -m tools.build

frontend:
	@$(RUN) -m tools.frontend

setup-demo:
	@$(PYTHON) tools/setup.py demo

setup-test:
	@$(PYTHON) tools/setup.py test

LOCK = .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet

.PHONY: lock
lock:
	@$(LOCK) requirements/uv.in -o requirements/uv.txt
	@$(LOCK) pyproject.toml -o requirements/base.txt
	@$(LOCK) pyproject.toml --extra demo -c requirements/base.txt -o requirements/demo.txt
	@$(LOCK) requirements/build.in -o requirements/build.txt
	@$(LOCK) requirements/dev.in -o requirements/dev.txt
