#!/usr/bin/env bash
# Runs the tests: those in Rust on SQLite and PostgreSQL, then those in a
# browser. The last line adds up what the runners themselves reported.
#   tests/run.sh all|rust|e2e
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

what=${1:-all}
target=${CARGO_TARGET_DIR:-target}
case "$target" in /*) ;; *) target=$PWD/$target ;; esac
work=$(mktemp -d "${TMPDIR:-/tmp}/maestro-test.XXXXXX")
pg_dir=$work/postgres
prometheus_dir=$work/prometheus
chmod 711 "$work"

cleanup() {
  [ -d "$pg_dir" ] && tests/postgres.sh stop "$pg_dir"
  [ -d "$prometheus_dir" ] && tests/prometheus.sh stop "$prometheus_dir"
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() { echo "make test: $*" >&2; exit 1; }

wants_rust() { [ "$what" = all ] || [ "$what" = rust ]; }
wants_e2e() { [ "$what" = all ] || [ "$what" = e2e ]; }

have_postgres() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; }
have_prometheus() { command -v prometheus >/dev/null && command -v promtool >/dev/null; }
have_chromium() { [ -n "$(chromium)" ]; }
chromium() {
  local candidate
  for candidate in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/google-chrome /usr/bin/chromium-browser \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then echo "$candidate"; return; fi
  done
}
have_node() { command -v node >/dev/null && command -v npm >/dev/null; }
node_major() { node -p 'process.versions.node.split(".")[0]'; }

# Debian packages that the chosen tests lack.
missing() {
  if wants_rust && ! have_postgres; then echo postgresql; fi
  if ! have_prometheus; then echo prometheus; fi
  if wants_e2e && ! have_chromium; then echo chromium; fi
  if ! have_node; then printf '%s\n' nodejs npm; fi
}

install() {
  local packages
  packages=$(missing | tr '\n' ' ')
  [ -n "$packages" ] || return 0
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "installing $packages"
    # A package's own service must not start: the tests bring their own.
    local policy=/usr/sbin/policy-rc.d made=
    if [ ! -e $policy ]; then printf '#!/bin/sh\nexit 101\n' > $policy && chmod 755 $policy && made=yes; fi
    # shellcheck disable=SC2086
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages; } < /dev/null
    local status=$?
    [ -n "$made" ] && rm -f $policy
    [ $status -eq 0 ] || fail "apt-get could not install $packages"
    [ -z "$(missing)" ] || fail "still missing after the installation: $(missing | tr '\n' ' ')"
  elif [ "$(uname)" = Darwin ]; then
    fail "missing: $packages. Install with: brew install postgresql@17 prometheus node && brew install --cask chromium (and put their programs on the PATH)"
  else
    fail "missing: $packages. Install with: sudo apt-get install $packages"
  fi
}

# The Node.js of an older Debian cannot run the browser's driver: npm has newer ones.
newer_node() {
  [ "$(node_major)" -lt 20 ] || return 0
  local folder=$target/node
  if [ ! -x "$folder/node_modules/.bin/node" ]; then
    echo "installing Node.js 22 in $folder"
    npm install --prefix "$folder" --no-audit --no-fund node@22 < /dev/null || fail "npm could not install node@22; install Node.js 20 or newer"
  fi
  export PATH="$folder/node_modules/.bin:$PATH"
  [ "$(node_major)" -ge 20 ] || fail "Node.js 20 or newer is needed"
}

# Prints "passed failed skipped" as cargo's or nextest's own summary lines say.
count_rust() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    function value(word,   i) { for (i = 2; i <= NF; i++) if ($i ~ "^" word) return $(i - 1); return 0 }
    /^test result:/ || /^ *Summary \[/ { passed += value("passed"); failed += value("failed"); skipped += value("ignored") + value("skipped") }
    END { print passed + 0, failed + 0, skipped + 0 }'
}

# The same from node's test runner.
count_e2e() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    /^(#|ℹ) pass [0-9]/ { passed += $3 } /^(#|ℹ) (fail|cancelled) [0-9]/ { failed += $3 } /^(#|ℹ) (skipped|todo) [0-9]/ { skipped += $3 }
    END { print passed + 0, failed + 0, skipped + 0 }'
}

# The real command lines of the agents, for tests that start them.
real_agents() {
  local agents
  agents=$(tests/agents.sh) || return 1
  export TEST_CLAUDE=$agents/claude TEST_CODEX=$agents/codex
}

rust_tests() {
  TEST_POSTGRES_URL=$(tests/postgres.sh start "$pg_dir") || return 1
  TEST_PROMETHEUS=$(tests/prometheus.sh start "$prometheus_dir") || return 1
  TEST_PRISM=$(tests/prism.sh) || return 1
  export TEST_POSTGRES_URL TEST_PROMETHEUS TEST_PRISM
  real_agents || return 1
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --no-fail-fast
  else
    cargo test --workspace --no-fail-fast
  fi
}

e2e_tests() {
  CHROMIUM=$(chromium)
  export CHROMIUM
  export MAESTRO_BIN=$target/debug/maestro STANDIN_BIN=$target/debug/standin
  export DIOXUS_PUBLIC_PATH=$target/web/debug/public
  # A lock file newer than what is installed means new versions.
  if [ ! -e tests/e2e/node_modules/.package-lock.json ] || [ tests/e2e/package-lock.json -nt tests/e2e/node_modules/.package-lock.json ]; then
    npm ci --prefix tests/e2e --no-audit --no-fund || return 1
  fi
  real_agents || return 1
  cargo xtask web && cargo build --bin maestro --bin standin || return 1
  # One file after the other: two browsers on two cores time out.
  node --test --test-concurrency=1 --test-reporter=spec tests/e2e/*.test.mjs
}

rustup_target() {
  if command -v rustup >/dev/null && ! rustup target list --installed | grep -q '^wasm32-unknown-unknown$'; then
    rustup target add wasm32-unknown-unknown || fail "could not add the browser target to the toolchain"
  fi
}

install
rustup_target
if wants_e2e; then newer_node; fi
status=0
summary=
totals="0 0 0"

# Runs one kind of tests, keeps its output, and adds its counts.
run() {
  local name=$1 log=$work/$1.log counts
  "${name}_tests" < /dev/null 2>&1 | tee "$log"
  local result=${PIPESTATUS[0]}
  [ "$result" -eq 0 ] || status=1
  counts=$("count_$name" "$log")
  # A runner that failed without a failed test did not get as far as testing.
  if [ "$result" -ne 0 ] && [ "$(echo "$counts" | cut -d' ' -f2)" -eq 0 ]; then counts=$(echo "$counts" | awk '{ print $1, 1, $3 }'); fi
  totals=$(echo "$totals $counts" | awk '{ print $1 + $4, $2 + $5, $3 + $6 }')
  summary="$summary${summary:+; }$name: $(echo "$counts" | awk '{ print $1 " passed, " $2 " failed, " $3 " skipped" }')"
}

if wants_rust; then run rust; fi
if wants_e2e; then run e2e; fi

echo
echo "$summary"
echo "$totals" | awk '{ print $1 " passed, " $2 " failed, " $3 " skipped" }'
exit $status
