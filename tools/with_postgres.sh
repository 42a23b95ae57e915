#!/bin/sh
# Runs a command with SHANHAI_TEST_DATABASE_URL set: the given server, or a throwaway one on a Unix socket.
set -eu
if [ -n "${SHANHAI_TEST_DATABASE_URL:-}" ]; then
  echo "PostgreSQL: the server at SHANHAI_TEST_DATABASE_URL"
  exec "$@"
fi
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
cluster=$(mktemp -d)
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
  chown postgres "$cluster"
  as_owner() { runuser -u postgres -- "$@"; }
fi
cd "$cluster"
as_owner "$bin/initdb" -D "$cluster/data" -A trust -U shanhai -E UTF8 --locale=C.UTF-8 >/dev/null
stop() { as_owner "$bin/pg_ctl" -D "$cluster/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$cluster"; }
trap stop EXIT INT TERM
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
# Durability is switched off: the cluster is thrown away with its tests.
as_owner "$bin/pg_ctl" -D "$cluster/data" -w -l "$cluster/log" -o "-p $port -k '' -h 127.0.0.1 -F -c full_page_writes=off" start >/dev/null
cd "$OLDPWD"
echo "PostgreSQL: a throwaway server, $("$bin/postgres" --version)"
SHANHAI_TEST_DATABASE_URL="postgres://shanhai@127.0.0.1:$port/postgres" "$@"
