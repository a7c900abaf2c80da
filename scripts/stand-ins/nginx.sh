#!/bin/sh
# Fills in templates and adapts the default site, where the files can be written; then serves.
set -e
if [ "${1:-}" = nginx ]; then
  site=/etc/nginx/conf.d/default.conf
  if [ -w "$site" ] && touch "$site" 2>/dev/null; then
    grep -q 'listen \[::\]:80;' "$site" || sed -i 's/listen 80;/listen 80; listen [::]:80;/' "$site" || true
  else
    echo "$0: $site cannot be written, it stays as it is" >&2
  fi
  for template in /etc/nginx/templates/*.template; do
    [ -e "$template" ] && envsubst <"$template" >"/etc/nginx/conf.d/$(basename "$template" .template)"
  done
  for script in /docker-entrypoint.d/*.sh; do
    if [ -x "$script" ]; then "$script"; fi
  done
fi
exec "$@"
