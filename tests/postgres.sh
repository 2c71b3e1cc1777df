#!/usr/bin/env bash
# A PostgreSQL of our own for one test run: a new cluster in a temporary
# folder, on a random loopback port, as an unprivileged user. The system's
# service is never touched.
#   tests/postgres.sh start DIR   prints the URL of the running server
#   tests/postgres.sh stop DIR    stops it and removes the folder
set -euo pipefail

fail() { echo "postgres.sh: $*" >&2; exit 1; }

# Debian keeps the server's programs off the PATH, one folder a version.
bin_dir() {
  local newest
  newest=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  if [ -x "$newest/initdb" ]; then echo "$newest"
  elif command -v initdb >/dev/null; then dirname "$(command -v initdb)"
  elif command -v pg_config >/dev/null && [ -x "$(pg_config --bindir)/initdb" ]; then pg_config --bindir
  else fail "no PostgreSQL server programs here: install the package postgresql"
  fi
}

# PostgreSQL refuses to run as root.
unprivileged() {
  if [ "$(id -u)" -ne 0 ]; then "$@"; return; fi
  if id postgres >/dev/null 2>&1; then runuser -u postgres -- "$@"; else runuser -u nobody -- "$@"; fi
}

free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "$port"; return; fi
  done
  fail "found no free port"
}

start() {
  local dir=$1 bin port password log
  bin=$(bin_dir)
  mkdir -p "$dir"
  chmod 700 "$dir"
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s' "$password" > "$dir/password"
  if [ "$(id -u)" -eq 0 ]; then chown -R "$(unprivileged id -un)" "$dir"; fi
  log=$dir/server.log
  cd "$dir"
  unprivileged "$bin/initdb" --pgdata="$dir/data" --username=maestro --pwfile="$dir/password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C --no-sync >/dev/null || fail "initdb failed"
  # Another program may take the port between the look and the start.
  for _ in 1 2 3; do
    port=$(free_port)
    if unprivileged "$bin/pg_ctl" --pgdata="$dir/data" --log="$log" --wait --timeout=60 start \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=200" >/dev/null 2>&1; then
      echo "postgres://maestro:$password@127.0.0.1:$port/postgres"
      return
    fi
  done
  cat "$log" >&2
  fail "the server did not start"
}

stop() {
  local dir=$1
  if [ -f "$dir/data/postmaster.pid" ]; then
    (cd "$dir" && unprivileged "$(bin_dir)/pg_ctl" --pgdata="$dir/data" --mode=immediate --wait stop >/dev/null)
  fi
  rm -rf "$dir"
}

[ $# -eq 2 ] || fail "usage: postgres.sh start|stop DIR"
case "$2" in /*) ;; *) fail "the folder must be absolute" ;; esac
case "$1" in
  start) start "$2" ;;
  stop) stop "$2" ;;
  *) fail "unknown command $1" ;;
esac
