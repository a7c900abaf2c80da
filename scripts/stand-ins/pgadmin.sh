#!/bin/sh
# Refuses to start without an account, writes its settings beside its program on the first start, and serves.
set -e
settings=/pgadmin4/config_distro.py
if [ ! -s "$settings" ]; then
  echo "LOG_FILE = '/dev/null'" >"$settings" || echo "$settings cannot be written" >&2
fi
if [ ! -e /var/lib/pgadmin/pgadmin4.db ] && { [ -z "${PGADMIN_DEFAULT_EMAIL:-}" ] || [ -z "${PGADMIN_DEFAULT_PASSWORD:-}" ]; }; then
  echo 'The first start needs PGADMIN_DEFAULT_EMAIL and PGADMIN_DEFAULT_PASSWORD.' >&2
  exit 1
fi
exec /pgadmin4/python3 /pgadmin4/pgadmin.mjs
