# polops: `make` lists the targets. Every path is relative, so the folder may have spaces in its name.
#
# The first target that needs it makes .venv and installs the pinned packages of constraints.txt and polops itself; the
# stamp is written last, so an interrupted install is taken up again. ARGS="…" is passed on to pytest.

# The date for which the example in plans/ is written.
AS_OF := 2026-08-10
STAMP := .venv/.installed
PIP := .venv/bin/python -m pip --disable-pip-version-check -qq
PYTEST := .venv/bin/python -m pytest
YAML_LANGUAGE_SERVER := yaml-language-server@1.25.0
PIP_TOOLS := pip-tools==7.6.2

# `make PYTHON=/path/to/python3.12` chooses; otherwise the first of these that is new enough is taken.
ifdef PYTHON
  PYTHONS = "$(PYTHON)"
else
  PYTHONS = python3 python3.13 python3.12 python3.11 python3.14
endif

# An environment holds absolute paths: one that was copied or moved here with its folder is made anew.
ifneq ($(shell cat $(STAMP) 2>/dev/null),$(CURDIR))
.PHONY: $(STAMP)
endif

unexport PYTHONHOME PYTHONPATH PIP_USER
.DELETE_ON_ERROR:
.PHONY: help report check test test-all lint cover golden bench wheel node forge lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

report: $(STAMP)  ## print the status report of plans/ as of the example's own date
	@.venv/bin/polops report status --as-of $(AS_OF)

check: $(STAMP)  ## check plans/ as of the same date
	@.venv/bin/polops check --as-of $(AS_OF)

test: $(STAMP)  ## run the tests; those of a large program that is absent are skipped, with the reason
	@$(PYTEST) -n 2 $(ARGS)

test-all: $(STAMP) node forge  ## run the tests of LibreOffice, Chromium, Node and the forges' tools; fails where one is absent
	@POLOPS_TEST_ALL=1 $(PYTEST) -n 2 -m 'needs_libreoffice or needs_chromium or needs_node or needs_forge' $(ARGS)

lint: $(STAMP)  ## ruff, its format, and mypy
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m ruff format --check
	@.venv/bin/python -m mypy

cover: $(STAMP)  ## run the tests and report branch coverage
	@$(PYTEST) -n 2 --cov --cov-report=term $(ARGS)

golden: $(STAMP)  ## rewrite the golden files: read the difference before you commit it
	@POLOPS_GOLDEN=1 $(PYTEST) -q -k golden $(ARGS)

bench: build/.bench  ## measure against the peers
	@.venv/bin/python benchmarks/run.py $(ARGS)

wheel: $(STAMP)  ## build dist/polops-….whl
	@rm -f dist/*.whl
	@.venv/bin/python -m hatchling build -t wheel

node: build/node/.$(YAML_LANGUAGE_SERVER)  ## install the YAML language server that the tests drive

forge: build/forge/.installed  ## install the tools that read files for forges: actionlint, pre-commit, schemas

lock: build/lock/bin/pip-compile  ## pin again after a change of pyproject.toml (ARGS=--upgrade: to the newest)
	@set -e; $(call compile,constraints.txt,--extra dev)
	@set -e; $(call compile,constraints-run.txt,--build-deps-for wheel -c constraints.txt)
	@set -e; $(call compile,constraints-bench.txt,--extra bench -c constraints.txt)
	@set -e; $(call compile,constraints-forge.txt,--extra forge -c constraints.txt)

clean:  ## remove what is built (.venv stays: delete it to begin anew)
	@rm -rf build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache

# --- how the environments come about ---------------------------------------------------------------------------------

$(STAMP): pyproject.toml constraints.txt
	@if test -f $(STAMP) && test "$$(cat $(STAMP))" != "$$(pwd -P)"; then rm -rf .venv; fi
	@if ! { .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' && $(PIP) --version; } >/dev/null 2>&1; then $(make_venv); fi
	@echo 'polops: installing the pinned packages (about a minute, once)' >&2
	@$(PIP) install --require-hashes -r constraints.txt || { echo 'polops: pip could not install them (its reason is above); run make again when it can' >&2; exit 1; }
	@echo 'polops: installing polops itself' >&2
	@$(PIP) install --no-deps --no-build-isolation -e .
	@.venv/bin/python -m compileall -q src/polops  # as pip does with a wheel: where PYTHONDONTWRITEBYTECODE is set, nobody else would
	@pwd -P > $(STAMP)

# Says what is missing, in the words of the one who has to mend it.
define make_venv
  refused=; \
  for python in $(PYTHONS); do \
    version=$$("$$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue; \
    place=$$(command -v "$$python"); \
    if ! "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
      refused="$${refused:-polops needs Python 3.11 or newer; this is $$version ($$place): run make PYTHON=/path/to/python3.12}"; \
    elif ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
      refused="polops needs Python with venv; this is $$version without it ($$place): install it (Debian, Ubuntu: apt install python3-venv) or run make PYTHON=/path/to/python3.12"; \
    else \
      echo "polops: making .venv with Python $$version ($$place)" >&2; \
      exec "$$python" -m venv --clear .venv; \
    fi; \
  done; \
  echo "$${refused:-polops needs Python 3.11 or newer, and found none (tried $(subst ",,$(PYTHONS))): install it, or run make PYTHON=/path/to/python3.12}" >&2; \
  exit 1
endef

build/.bench: constraints-bench.txt $(STAMP)
	@echo 'polops: installing the peers of the benchmarks' >&2
	@$(PIP) install --require-hashes -r constraints-bench.txt
	@mkdir -p build && touch $@

# No lock file: npm's would name a registry. The version is exact, and install scripts do not run.
build/node/.$(YAML_LANGUAGE_SERVER):
	@command -v npm >/dev/null || { echo 'polops: npm is needed to install the YAML language server (Debian: apt install npm)' >&2; exit 1; }
	@mkdir -p build/node
	@npm install --prefix build/node --no-package-lock --no-save --no-audit --no-fund --ignore-scripts --loglevel=error $(YAML_LANGUAGE_SERVER)
	@touch $@

# An environment of their own: what they need is no business of polops.
build/forge/.installed: constraints-forge.txt $(STAMP)
	@echo 'polops: installing the tools that read files for forges' >&2
	@.venv/bin/python -m venv --clear build/forge
	@build/forge/bin/python -m pip --disable-pip-version-check -qq install --require-hashes -r constraints-forge.txt
	@touch $@

build/lock/bin/pip-compile: $(STAMP)
	@.venv/bin/python -m venv --clear build/lock
	@build/lock/bin/python -m pip --disable-pip-version-check -qq install $(PIP_TOOLS)

# Names, versions and hashes only: nothing in the files says where a package comes from.
define compile
  build/lock/bin/python -m piptools compile -q $(2) --generate-hashes --allow-unsafe --no-strip-extras \
    --no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
    -o $(1) $(ARGS) pyproject.toml; \
  { echo '# Made by make lock from pyproject.toml: names, versions and hashes only.'; cat $(1); } > build/lock/pins; \
  mv build/lock/pins $(1)
endef
