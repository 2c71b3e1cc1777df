# The workshop. `make run` and `make test` are all a newcomer needs.

.DEFAULT_GOAL := help
.PHONY: help run build test check fmt dev bench e2e toolchain

TARGET_DIR := $(or $(CARGO_TARGET_DIR),target)

# What `make run` hands to the server, as `make run ARGS="--addr 127.0.0.1:8080"`.
ARGS ?=

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build everything and serve on http://127.0.0.1:3336
	dist/maestro serve $(ARGS)

build: toolchain ## leave a relocatable release in dist/
	cargo xtask dist

test: ## install what the tests need, then run all: Rust on both databases, then a browser
	@tests/run.sh all

e2e: ## only the browser tests
	@tests/run.sh e2e

check: toolchain ## formatting, lints of both sides, documentation
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo clippy --no-default-features --features web --target wasm32-unknown-unknown --lib --bins -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items
	@if cargo deny --version >/dev/null 2>&1; then cargo deny check; else echo "cargo-deny is not installed: licences and advisories were not checked"; fi

fmt: ## format all code
	cargo fmt --all

# With `dx` an edit shows without a rebuild; without it the debug build starts again by hand.
dev: toolchain ## a debug build with the data in target/dev-data (hot reload if `dx` is installed)
	@mkdir -p "$(TARGET_DIR)/dev-data"
	@if command -v dx >/dev/null 2>&1; then \
	  MAESTRO_DATA_DIR="$(abspath $(TARGET_DIR))/dev-data" dx serve --web; \
	else \
	  echo "dx is not installed: serving a debug build without hot reload"; \
	  cargo xtask web && cargo build && \
	  DIOXUS_PUBLIC_PATH="$(abspath $(TARGET_DIR))/web/debug/public" MAESTRO_DATA_DIR="$(abspath $(TARGET_DIR))/dev-data" \
	    "$(TARGET_DIR)/debug/maestro" serve $(ARGS); \
	fi

bench: toolchain ## measure, and print the table of README.md
	cargo xtask web --release
	cargo bench --bench speed

# A rustup that knows the toolchain already may still lack its browser target.
toolchain:
	@command -v cargo >/dev/null 2>&1 || { echo "cargo is missing: install Rust from https://rustup.rs, then try again" >&2; exit 1; }
	@if command -v rustup >/dev/null 2>&1 && ! rustup target list --installed | grep -q '^wasm32-unknown-unknown$$'; then \
	  rustup target add wasm32-unknown-unknown; fi
