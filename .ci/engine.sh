# A Docker Engine of its own beside whatever the machine has: another socket, other data, other addresses. Sourced, not run.
# Set before: engine_home, a directory that nobody else uses. Needs root, and Debian's docker.io.

compose_version=2.40.3
drydock_cache=${DRYDOCK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/drydock-ci}
export DRYDOCK_CACHE=$drydock_cache

# Says what went wrong, and that is that.
refuse() {
  echo "engine: $*" >&2
  return 1
}

# `docker compose` as a plugin; built from its Go module once, then kept.
build_compose() {
  local plugin=$drydock_cache/docker-compose-$compose_version work go
  [[ -x $plugin ]] && return 0
  go=$(PATH=$PATH:/usr/local/go/bin command -v go) || refuse 'Go is missing, which docker compose is built with (1.24 or later)' || return
  "$go" version | awk '{ split(substr($3, 3), part, "."); exit !(part[1] > 1 || part[2] >= 24) }' ||
    refuse "$("$go" version) is too old for docker compose; Go 1.24 or later builds it (Debian 12's own does not)" || return
  work=$(mktemp -d)
  printf 'module plugin\n\ngo 1.24\n\nrequire github.com/docker/compose/v2 v%s\n' "$compose_version" >"$work/go.mod"
  mkdir -p "$drydock_cache"
  (
    cd "$work" &&
      GOFLAGS=-mod=mod CGO_ENABLED=0 nice "$go" build -trimpath -o plugin \
        -ldflags "-s -w -X github.com/docker/compose/v2/internal.Version=v$compose_version" github.com/docker/compose/v2/cmd &&
      mv plugin "$plugin.$$" && mv "$plugin.$$" "$plugin"
  )
  local code=$?
  rm -rf "$work"
  return "$code"
}

# Exports what reaches the engine: DOCKER_HOST, and a DOCKER_CONFIG that has the plugin and nobody's accounts.
engine_environment() {
  export DOCKER_HOST=unix://$engine_home/socket DOCKER_CONFIG=$engine_home/client
  unset DOCKER_CONTEXT DOCKER_TLS_VERIFY DOCKER_CERT_PATH
  mkdir -p "$DOCKER_CONFIG/cli-plugins"
  ln -sfn "$drydock_cache/docker-compose-$compose_version" "$DOCKER_CONFIG/cli-plugins/docker-compose"
}

# The first 10.N.0.0/16 that no route of the machine leads to.
free_addresses() {
  local second
  for second in $(seq 200 250); do
    ip route | grep -q "^10\.$second\." || { echo "10.$second"; return; }
  done
  refuse 'no addresses are free'
}

# Everything that was done to the machine's network, done (-I, -A) or undone (-D).
engine_rules() {
  local first=$1 bridge=$2
  iptables "${first/-A/-I}" FORWARD -i "$bridge" -j ACCEPT
  iptables "${first/-A/-I}" FORWARD -o "$bridge" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  iptables -t nat "$first" POSTROUTING -s "$(cat "$engine_home/addresses").255.0/24" ! -o "$bridge" -j MASQUERADE
}

# Starts dockerd and waits until it answers. Builds can reach registries from its bridge; stacks have no way out.
start_engine() {
  local addresses bridge=drydock-$$
  addresses=$(free_addresses) || return
  mkdir -p "$engine_home"
  echo "$bridge" >"$engine_home/bridge"
  echo "$addresses" >"$engine_home/addresses"
  ip link add "$bridge" type bridge && ip address add "$addresses.255.1/24" dev "$bridge" && ip link set "$bridge" up || return
  engine_rules -A "$bridge" || echo 'engine: builds have no way out, for iptables does not do as it is told' >&2
  # A containerd that the machine has would be used, and names are its own there as well.
  setsid dockerd --host "unix://$engine_home/socket" --data-root "$engine_home/data" --exec-root "$engine_home/run" \
    --pidfile "$engine_home/pid" --containerd-namespace "$bridge" --containerd-plugins-namespace "$bridge-plugins" \
    --bridge "$bridge" --iptables=false --ip6tables=false --default-address-pool "base=$addresses.0.0/17,size=24" \
    >"$engine_home/log" 2>&1 </dev/null &
  local dockerd=$! try
  for try in $(seq 120); do
    docker version >/dev/null 2>&1 && return 0
    kill -0 "$dockerd" 2>/dev/null || break
    sleep 0.25
  done
  tail -n 20 "$engine_home/log" >&2
  refuse 'dockerd does not answer'
}

# Stops dockerd by its process, and removes its containers, its data and its part of the network.
stop_engine() {
  [[ -e $engine_home/bridge ]] || return 0
  local pid bridge left try
  bridge=$(cat "$engine_home/bridge")
  if pid=$(cat "$engine_home/pid" 2>/dev/null) && kill -0 "$pid" 2>/dev/null; then
    left=$(docker ps -aq)
    [[ -z $left ]] || xargs docker rm -f <<<"$left" >/dev/null 2>&1
    docker network prune -f >/dev/null 2>&1
    kill "$pid"
    for try in $(seq 120); do kill -0 "$pid" 2>/dev/null && sleep 0.25 || break; done
    kill -KILL "$pid" 2>/dev/null
  fi
  engine_rules -D "$bridge" 2>/dev/null
  ip link delete "$bridge" 2>/dev/null
  awk -v under="$engine_home/" 'index($2, under) == 1 { print $2 }' /proc/self/mounts | sort -r | xargs -r umount -l
  rm -rf "$engine_home"
}
