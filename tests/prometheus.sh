#!/usr/bin/env bash
# A Prometheus of our own for one test run: on a random loopback port, with a
# history that is written before it starts. The system's service is never touched.
#   tests/prometheus.sh start DIR [AT [HOURS [SECONDS [AFTER]]]]   prints its URL
#   tests/prometheus.sh resume DIR                         starts it again after a stop, at the same URL
#   tests/prometheus.sh halt DIR                           stops it and keeps the data
#   tests/prometheus.sh stop DIR                           stops it and removes the folder
# The history reaches from HOURS before AT to AFTER hours after it (as many,
# where that is not said), with a sample every SECONDS:
#   checkout_p95_seconds           0.25, from AT on 0.40 (a step), with a ripple
#   search_p95_seconds             0.12 all the time (no step)
#   checkout_requests_total{code}  counters that start again at 0 two hours after AT; the share of 500 doubles at AT
#   sparse_metric                  one sample every ten minutes: 1, from AT on 2
set -euo pipefail

fail() { echo "prometheus.sh: $*" >&2; exit 1; }

free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "$port"; return; fi
  done
  fail "found no free port"
}

# One file for each day: promtool reads all of a file again for every two hours of it.
history() {
  awk -v at="$1" -v hours="$2" -v every="$3" -v after="$4" -v dir="$5" '
    # From -1 to 1, without a rhythm, and the same on each run.
    function noise(t, k,   x) { x = sin(t * 12.9898 + k * 78.233) * 43758.5453; return 2 * (x - int(x < 0 ? x - 1 : x)) - 1 }
    function file(family, type, t,   name) {
      name = sprintf("%s/day-%03d.om", dir, (t - first) / 86400)
      if (!((name, family) in begun)) { begun[name, family] = 1; files[name] = 1; printf "# TYPE %s %s\n", family, type > name }
      return name
    }
    function gauge(name, service, before, then, ripple,   t) {
      for (t = first; t < last; t += every)
        printf "%s{env=\"prod\",service=\"%s\"} %.6f %d\n", name, service, (t < at ? before : then) + ripple * noise(t, before), t > file(name, "gauge", t)
    }
    function counter(code, before, then,   t, n) {
      n = 0
      for (t = first; t < last; t += every) {
        if (t >= at + 7200 && t < at + 7200 + every) n = 0
        n += (t < at ? before : then) * every * (1 + 0.05 * noise(t, code))
        printf "checkout_requests_total{code=\"%s\",service=\"checkout\"} %d %d\n", code, n, t > file("checkout_requests", "counter", t)
      }
    }
    BEGIN {
      first = at - hours * 3600; last = at + after * 3600
      gauge("checkout_p95_seconds", "checkout", 0.25, 0.40, 0.01)
      gauge("search_p95_seconds", "search", 0.12, 0.12, 0.001)
      counter(200, 20, 20); counter(500, 1, 2)
      for (t = first; t < last; t += 600) printf "sparse_metric{service=\"batch\"} %d %d\n", t < at ? 1 : 2, t > file("sparse_metric", "gauge", t)
      for (name in files) print "# EOF" > name
    }'
}

run() {
  local dir=$1 port=$2
  prometheus --config.file="$dir/prometheus.yml" --storage.tsdb.path="$dir/data" --storage.tsdb.retention.time=10y \
    --web.listen-address="127.0.0.1:$port" --log.level=warn >> "$dir/server.log" 2>&1 < /dev/null &
  echo $! > "$dir/pid"
  disown
  for _ in $(seq 300); do
    if curl -sf "http://127.0.0.1:$port/-/ready" >/dev/null 2>&1; then echo "http://127.0.0.1:$port"; return; fi
    kill -0 "$(cat "$dir/pid")" 2>/dev/null || break
    sleep 0.1
  done
  cat "$dir/server.log" >&2
  return 1
}

start() {
  local dir=$1 at=${2:-1794268800} hours=${3:-24} every=${4:-60} after day port
  after=${5:-$hours}
  command -v prometheus >/dev/null && command -v promtool >/dev/null || fail "prometheus is missing: install the package prometheus"
  mkdir -p "$dir"
  chmod 700 "$dir"
  printf 'global:\n  scrape_interval: 15s\n' > "$dir/prometheus.yml"
  history "$at" "$hours" "$every" "$after" "$dir"
  # Blocks must be there before the server starts.
  for day in "$dir"/day-*.om; do
    promtool tsdb create-blocks-from openmetrics "$day" "$dir/data" >/dev/null || fail "the history was not taken"
    rm "$day"
  done
  # Another program may take the port between the look and the start.
  for _ in 1 2 3; do
    port=$(free_port)
    echo "$port" > "$dir/port"
    if run "$dir" "$port"; then return; fi
  done
  fail "the server did not start"
}

halt() {
  local dir=$1 pid
  [ -f "$dir/pid" ] || return 0
  pid=$(cat "$dir/pid")
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 300); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  rm -f "$dir/pid"
}

[ $# -ge 2 ] || fail "usage: prometheus.sh start|resume|halt|stop DIR"
case "$2" in /*) ;; *) fail "the folder must be absolute" ;; esac
case "$1" in
  start) shift; start "$@" ;;
  resume) run "$2" "$(cat "$2/port")" || fail "the server did not start again" ;;
  halt) halt "$2" ;;
  stop) halt "$2"; rm -rf "$2" ;;
  *) fail "unknown command $1" ;;
esac
