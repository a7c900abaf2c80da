#!/usr/bin/env bash
# Makes images that behave like the official ones, from Debian's packages, for an engine that cannot pull any:
# DOCKER_HOST=unix:///path/to/a/socket npm run stand-ins
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

suite=bookworm
packages=nginx-light,postgresql-15,redis-server,busybox-static,gosu,curl,wget,gettext-base,ca-certificates,locales,libcap2-bin,libstdc++6,sudo
# The stage of the Dockerfile, and the names that compose files call such an image by.
images=(
  'tools debian:12-slim'
  'postgres postgres:15 postgres:15-alpine'
  'nginx nginx:latest nginx:alpine'
  'redis redis:7 redis:7-alpine'
  'node node:24 node:24-alpine'
  'pgadmin dpage/pgadmin4:latest'
  'worker drydock-stand-in/worker:latest'
  'sudo drydock-stand-in/sudo:latest'
)
label=io.drydock.stand-in
cache=${DRYDOCK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/drydock-ci}

fail() {
  echo "stand-ins: $*" >&2
  exit 1
}

# A tar of a small Debian with all of the packages; made once and kept.
base() {
  local tar
  tar=$cache/stand-ins-$({ echo "$suite $packages"; declare -f base; } | sha256sum | cut -c1-12).tar
  if [[ ! -e $tar ]]; then
    [[ $(id -u) -eq 0 ]] || fail 'debootstrap has to be run as root'
    mkdir -p "$cache"
    debootstrap --variant=minbase --include="$packages" "$suite" "$work/root" >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; fail 'debootstrap failed'; }
    # PostgreSQL runs without its compiler of queries, which is a quarter of all.
    rm -rf "$work"/root/var/{cache/apt/archives/*.deb,lib/apt/lists/*} "$work"/root/usr/share/{doc,man,locale}/* \
      "$work"/root/usr/lib/*/lib{LLVM,z3}* "$work"/root/usr/lib/postgresql/*/lib/{llvmjit*,bitcode}
    tar -C "$work/root" --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -cf "$tar.$$" .
    mv "$tar.$$" "$tar"
  fi
  docker import --change "LABEL $label=base" "$tar" drydock-stand-in/base >/dev/null
}

# Node and npm as the machine has them, and the certificates that it trusts: builds in these images fetch packages as it does.
programs() {
  local npm=${npm_execpath:-$(readlink -f "$(command -v npm)")}
  mkdir "$work/programs"
  cp -L ../../node_modules/node/bin/node /etc/ssl/certs/ca-certificates.crt "$work/programs/"
  cp -RL "$(dirname "$(dirname "$npm")")" "$work/programs/npm"
  tar -C "$work/programs" -c . | docker import --change "LABEL $label=programs" - drydock-stand-in/programs >/dev/null
}

# The classic builder is in every client and every engine.
build() {
  local stage=$1 name
  shift
  DOCKER_BUILDKIT=0 docker build --quiet --label "$label=$stage" --target "$stage" --tag "drydock-stand-in/$stage" . >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; fail "$stage could not be built"; }
  for name; do docker tag "drydock-stand-in/$stage" "$name"; done
}

# Nobody's real image is called something else afterwards.
untouched() {
  local name theirs
  for name; do
    theirs=$(docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$name" 2>/dev/null) || continue
    [[ -n $theirs ]] || fail "$name is there and is no stand-in; use an engine of its own (npm run with-engine)"
  done
}

[[ -n ${DOCKER_HOST:-} ]] || fail 'stand-ins bear the names of official images: name an engine of its own in DOCKER_HOST (npm run with-engine starts one)'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for image in "${images[@]}"; do
  read -r -a names <<<"$image"
  untouched "${names[@]:1}"
done
base
programs
for image in "${images[@]}"; do
  read -r -a names <<<"$image"
  build "${names[@]}"
  printf '%s\n' "${names[*]:1}"
done
