# Two commands do everything: `make start` and `make test`. Each installs first if need be.
# Needed beforehand: make and Python 3.11 or newer with its venv module.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install start test check format browser docs lock bench clean

help: ## diese Übersicht
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## alles in .venv einrichten

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Querblick braucht Python 3.11 oder neuer. Gefunden: $$($(PYTHON) --version 2>&1 || echo keins)."; \
	  echo "Bitte installieren oder angeben: make PYTHON=/pfad/zu/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Diesem Python fehlt das Modul venv. Unter Debian und Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

start: install ## Beispielstadt laden und die Web-App auf 127.0.0.1 starten
	$(BIN)/querblick start

test: check browser ## alles prüfen: Stil, Typen, Verträge, Tests, Browser
	$(BIN)/pytest -n auto --dist worksteal

check: install ## Stil, Typen und Importrichtung
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install ## Stil herstellen
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

browser: install ## Browser für die Tests bereitstellen
	@if [ -n "$$CHROMIUM" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Chromium wird installiert …"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; \
	else $(BIN)/playwright install chromium; fi

docs: install ## erzeugte Seiten unter docs/ auffrischen
	$(BIN)/python -m ontology.glossary
	$(BIN)/python -m shapes.catalogue
	$(BIN)/python -m app.reference
	$(BIN)/python -m queries.listing
	$(BIN)/python -m app.requirements

lock: install ## requirements.lock neu auflösen (mit Prüfsummen, ohne Adressen)
	$(BIN)/python -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install --quiet uv
	$(VENV)/lock/bin/uv pip compile pyproject.toml --extra dev --generate-hashes --universal --python-version 3.11 -o requirements.lock

bench: install ## Messungen, siehe benchmarks/README.md
	$(BIN)/python benchmarks/run.py

clean: ## Umgebung und Zwischenspeicher entfernen
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
