# Everything that one does with a checkout; `make help` lists it.
# Needs Python 3.11 or newer with its venv module, and a make as old as GNU make 3.81.

VENV := .venv
PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# What is installed is right for these files in this folder; stamps carry their checksum in their names.
KEY := $(shell { pwd; cat pyproject.toml constraints.txt; } | cksum | tr -dc '0-9')
SITE_READY := $(VENV)/.site-$(KEY)
DEV_READY := $(VENV)/.dev-$(KEY)

# Where packages come from is the machine's business. Where they go, and which, is ours.
unexport PIP_BREAK_SYSTEM_PACKAGES PIP_CONSTRAINT PIP_DRY_RUN PIP_IGNORE_INSTALLED PIP_NO_BUILD_ISOLATION PIP_NO_DEPS
unexport PIP_PREFIX PIP_PYTHON PIP_REQUIRE_HASHES PIP_REQUIREMENT PIP_ROOT PIP_TARGET PIP_PRE PYTHONHOME PYTHONPATH
export PIP_USER := 0

# Tests make and remove very many small files, which is slow on some disks; memory is faster where there is enough.
MEMORY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 6000000 { print "/dev/shm" }')

.PHONY: help site docs serve test test-long bench format catalogues lock wheel clean
.DEFAULT_GOAL := help

help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "make %-10s %s\n", $$1, $$2 }'

site: $(SITE_READY) ## Build the showcase site into output/
	@$(PY) -m dateline build .
	@echo "The site is in $(CURDIR)/output/index.html; 'make serve' shows it in a browser."

docs: $(SITE_READY) ## Build the guide with Dateline itself, into docs/site/output/
	@$(PY) docs/guide.py docs/site
	@$(PY) -m dateline build docs/site
	@echo "The guide is in $(CURDIR)/docs/site/output/index.html."

serve: $(SITE_READY) ## Show the showcase site in a browser
	@$(PY) -m dateline serve .

test: export TMPDIR := $(or $(TMPDIR),$(MEMORY),/tmp)
test: $(DEV_READY) ## Run every check: format, lint, types, layers, tests
	@failed=; \
	check() { name=$$1; shift; echo "== $$name: $$*"; "$$@" || failed="$$failed $$name"; }; \
	check format $(PY) -m ruff format --quiet --check .; \
	check lint $(PY) -m ruff check --quiet .; \
	check types $(PY) -m mypy --strict; \
	check layers $(VENV)/bin/lint-imports --no-logo --no-cache; \
	check tests $(PY) -m pytest --numprocesses=auto --maxprocesses=8 --dist=worksteal --cov; \
	if [ -n "$$failed" ]; then echo "Failed:$$failed." >&2; exit 1; fi; \
	echo "All passed: format, lint, types, layers, tests."

test-long: export DATELINE_SOAK := 1
test-long: test ## Run the same with long soaks, for hours of doubt

bench: $(SITE_READY) ## Time builds of generated sites (make bench BRIEFS="1000 10000", SAVE=1 to keep the figures)
	@$(PY) benchmarks/bench.py --briefs $(or $(BRIEFS),1000) $(if $(SAVE),--save)

format: $(DEV_READY) ## Put the code into the one format, and mend what the linter can
	@$(PY) -m ruff check --quiet --fix . || true
	@$(PY) -m ruff format .

catalogues: $(DEV_READY) ## Bring the catalogues of interface texts up to date
	@$(PY) themes/catalogues.py

wheel: $(SITE_READY) ## Build the package into dist/
	@$(PY) -m hatchling build --target wheel

lock: ## Renew constraints.txt with the newest versions that fit
	@rm -rf $(VENV)
	@$(MAKE) --no-print-directory $(PY)
	@$(PY) -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(PY) -m pip install --quiet --editable '.[search]' --group dev
	@{ $(PY) -m pip freeze --all --exclude-editable --exclude setuptools | tr 'A-Z_' 'a-z-' | LC_ALL=C sort -t= -k1,1; } > $(VENV)/lock
	@{ head -n 1 constraints.txt; cat $(VENV)/lock; } > $(VENV)/locked && mv $(VENV)/locked constraints.txt

clean: ## Remove the environment, the caches and dist/; never content
	rm -rf $(VENV) .dateline .hypothesis .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache dist
	find generator tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(SITE_READY): $(PY)
	@echo "Installing Dateline into $(VENV) ..."
	@$(PIP_INSTALL) pip hatchling editables
	@$(PIP_INSTALL) --no-build-isolation --editable '.[search]'
	@rm -f $(VENV)/.site-* && touch $@

$(DEV_READY): $(SITE_READY)
	@echo "Installing what the checks need into $(VENV) ..."
	@$(PIP_INSTALL) --group dev
	@rm -f $(VENV)/.dev-* && touch $@

# The first Python on the path that is new enough and can make an environment.
$(PY):
	@lame=; \
	for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "Making $(VENV) with $$("$$python" --version) ..."; \
	    "$$python" -m venv --clear $(VENV) && exit 0; \
	  fi; \
	  lame="$$lame $$python"; \
	done; \
	if [ -n "$$lame" ]; then \
	  echo "Python is here ($${lame# }), but it cannot make a virtual environment." >&2; \
	  echo "On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; \
	else \
	  echo "Dateline needs Python 3.11 or newer, and there is none on the path." >&2; \
	  echo "On Debian or Ubuntu: sudo apt-get install python3 python3-venv. On macOS: brew install python, or python.org." >&2; \
	  echo "Python elsewhere: make PYTHON=/path/to/python3 site" >&2; \
	fi; \
	exit 1
