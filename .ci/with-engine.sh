#!/usr/bin/env bash
# Runs a command beside a Docker Engine that is there for nothing else, with the stand-in images on it, as root:
# npm run with-engine -- npx vitest run test/prove
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
source .ci/engine.sh

engine_home=$(mktemp -d)
trap 'exit 130' INT TERM HUP
trap stop_engine EXIT
build_compose || exit
engine_environment
start_engine && npm run --silent stand-ins && in_engine_network "$@"
