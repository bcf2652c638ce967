# demo · test · check · dev · bench · build: one word each.
PYTHON ?= python3
RUN = .venv/bin/python
export RELASI_HOME ?= $(CURDIR)/.relasi

.PHONY: demo test check dev bench build frontend setup-demo setup-test

demo: setup-demo
	@STARTED_BY_MAKE=demo exec $(RUN) -m relasi demo

dev: setup-test
	@STARTED_BY_MAKE=dev RELASI_DEBUG=1 exec $(RUN) -m relasi demo

# The browser's event loop would stand in the way of other tests in the same process.
SIDE_BY_SIDE = -n auto --maxprocesses 4 --dist loadfile

test: setup-test
	@$(RUN) -m pytest $(SIDE_BY_SIDE) -m "not browser"
	@$(RUN) -m pytest $(SIDE_BY_SIDE) -m browser

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
	@$(LOCK) requirements/clients.in -o requirements/clients.txt
