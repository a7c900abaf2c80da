#!/usr/bin/env bash
# Root makes the directories ready and steps down; an empty data directory becomes a cluster, and the next start finds it.
set -Eeo pipefail
[[ ${1:-} == -* ]] && set -- postgres "$@"
[[ ${1:-} == postgres ]] || exec "$@"

sockets=/var/run/postgresql
if [[ $(id -u) -eq 0 ]]; then
  mkdir -p "$PGDATA" "$sockets"
  chmod 700 "$PGDATA"
  chmod 3777 "$sockets" || true
  find "$PGDATA" "$sockets" ! -user postgres -exec chown postgres {} +
  exec gosu postgres "${BASH_SOURCE[0]}" "$@"
fi
mkdir -p "$PGDATA"
chmod 700 "$PGDATA" || true

user=${POSTGRES_USER:-postgres}
prepare() {
  local file
  if [[ -z ${POSTGRES_PASSWORD:-} && ${POSTGRES_HOST_AUTH_METHOD:-} != trust ]]; then
    echo 'Error: the database has no password; set POSTGRES_PASSWORD.' >&2
    exit 1
  fi
  local method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  eval "initdb --username=\"\$user\" --pwfile=<(printf '%s\n' \"\${POSTGRES_PASSWORD:-none}\") ${POSTGRES_INITDB_ARGS:-}"
  printf 'host all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
  PGUSER=$user pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  local sql=(psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$user")
  [[ ${POSTGRES_DB:-$user} == postgres ]] || "${sql[@]}" --dbname postgres --set name="${POSTGRES_DB:-$user}" <<<'create database :"name";'
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) . "$file" ;;
      *.sql) "${sql[@]}" --dbname "${POSTGRES_DB:-$user}" --file "$file" ;;
    esac
  done
  PGUSER=$user pg_ctl -D "$PGDATA" -m fast -w stop
}
[[ -s $PGDATA/PG_VERSION ]] || prepare
exec "$@" -c listen_addresses='*'
