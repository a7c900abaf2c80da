#!/bin/sh
# A script or an option is for node; everything else is a command.
set -e
case ${1:-} in
  -*) set -- node "$@" ;;
  *) if [ -f "$1" ] && [ ! -x "$1" ] || ! command -v "$1" >/dev/null 2>&1; then set -- node "$@"; fi ;;
esac
exec "$@"
