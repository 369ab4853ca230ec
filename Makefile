# The handful of commands that matter; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run demo test check prove bench fuzz format pins test-tools clean

BIN := .venv/bin
PYTEST := $(BIN)/pytest -n 2 --dist worksteal
PORT :=

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s%s\n", $$1, $$2 }' Makefile

run: .venv/run.stamp ## publish what is due, keep the schedule, serve the Journal on http://localhost:8000/
	$(BIN)/publisher run $(if $(PORT),--port $(PORT))

demo: .venv/run.stamp ## the autumn of 2017, replayed and served
	rm -rf build/demo
	$(BIN)/publisher --config docs/rehearsals/autumn-2017/config.toml rehearse \
		--from 2017-09-12 --to 2017-11-17 --script docs/rehearsals/autumn-2017.txt \
		--into build/demo --serve --pace 15

test: .venv/dev.stamp ## prove each promise small (under 5 minutes)
	$(PYTEST) -m "not prove"

prove: .venv/dev.stamp ## what takes long: kill storms, soak, real servers (under 40 minutes)
	@echo '$(PYTEST) -m prove --hypothesis-profile=prove'; \
	status=0; $(PYTEST) -m prove --hypothesis-profile=prove || status=$$?; \
	if [ $$status -eq 5 ]; then echo "prove: no test is marked prove yet, so there is nothing to fail"; status=0; fi; \
	exit $$status

bench: .venv/dev.stamp ## measure ours and the peers in pairs, and write docs/performance.md (half an hour)
	$(BIN)/python -m benchmarks.compare

MINUTES := 10
fuzz: .venv/dev.stamp ## spoilt sources for MINUTES=10, beyond those that prove tries
	scripts/fuzz --minutes $(MINUTES)

check: .venv/dev.stamp .venv/audit.stamp ## ruff, mypy --strict, import-linter; vulnerabilities in the pins
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev.stamp ## mend what ruff can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

test-tools: ## install what some tests need beside Python (Debian; asks for root)
	scripts/install-test-tools

clean: ## remove the environment and everything that was built
	rm -rf .venv build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

# The environment: two layers in one .venv, each with a stamp that grows old when its pins change. The lock
# keeps a second `make` from taking a running install for a broken one (macOS has none: start one at a time).

LOCK := $(if $(shell command -v flock),flock Makefile)

.venv/run.stamp: requirements/build.txt requirements/run.txt pyproject.toml
	@$(LOCK) scripts/make-environment run

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	@$(LOCK) scripts/make-environment dev

.venv/audit.stamp: .venv/dev.stamp requirements/run.txt
	scripts/audit-pins
	@touch $@

COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header

pins: .venv/dev.stamp ## take the newest versions that fit and write requirements/*.txt
	$(COMPILE) -o requirements/run.txt pyproject.toml
	$(COMPILE) -o requirements/build.txt requirements/build.in
	$(COMPILE) -o requirements/dev.txt requirements/dev.in
	$(COMPILE) --extra postgresql --extra s3 -c requirements/run.txt -o requirements/deploy.txt pyproject.toml
