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

# Runs a command where the engine's addresses and published ports are.
in_engine_network() {
  nsenter --net="/run/netns/$(cat "$engine_home/name")" -- "$@"
}

# The first 10.N.0.0/16 that no route of the machine leads to.
free_addresses() {
  local second
  for second in $(seq 200 250); do
    ip route | grep -q "^10\.$second\." || { echo "10.$second"; return; }
  done
  refuse 'no addresses are free'
}

# What lets the engine's network out, made (-I) or taken back (-D).
way_out() {
  local deed=$1 name=$2 addresses=$3
  iptables "$deed" FORWARD -i "$name" -j ACCEPT
  iptables "$deed" FORWARD -o "$name" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  iptables -t nat "$deed" POSTROUTING -s "$addresses.254.0/30" ! -o "$name" -j MASQUERADE
}

# A network namespace with one cable to the machine: bridges, rules and ports of the engine are nobody else's there.
# Beyond the cable something answers, at DRYDOCK_OUTSIDE, for stacks that need what is outside of their networks.
lay_network() {
  local name=$1 addresses=$2
  ip netns add "$name" &&
    ip link add "$name" type veth peer name eth0 netns "$name" &&
    ip address add "$addresses.254.1/30" dev "$name" && ip link set "$name" up &&
    in_engine_network sh -c "ip link set lo up && ip address add $addresses.254.2/30 dev eth0 && ip link set eth0 up &&
      ip route add default via $addresses.254.1" || return
  echo 1 >/proc/sys/net/ipv4/ip_forward
  way_out -I "$name" "$addresses" || echo 'engine: builds have no way out, for iptables does not do as it is told' >&2
  mkdir "$engine_home/outside"
  busybox httpd -f -p "$addresses.254.1:8000" -h "$engine_home/outside" >/dev/null 2>&1 </dev/null &
  echo $! >"$engine_home/outside.pid"
  export DRYDOCK_OUTSIDE=$addresses.254.1:8000
}

# Starts dockerd and waits until it answers.
start_engine() {
  local addresses name=drydock-$$ dockerd try
  addresses=$(free_addresses) || return
  mkdir -p "$engine_home"
  echo "$name" >"$engine_home/name"
  echo "$addresses" >"$engine_home/addresses"
  lay_network "$name" "$addresses" || return
  # A containerd that the machine has would be used, and names are the engine's own there as well.
  in_engine_network setsid dockerd --host "unix://$engine_home/socket" --data-root "$engine_home/data" \
    --exec-root "$engine_home/run" --pidfile "$engine_home/pid" --bip "$addresses.253.1/24" \
    --containerd-namespace "$name" --containerd-plugins-namespace "$name-plugins" \
    --default-address-pool "base=$addresses.0.0/17,size=24" >"$engine_home/log" 2>&1 </dev/null &
  dockerd=$!
  for try in $(seq 120); do
    docker version >/dev/null 2>&1 && return 0
    kill -0 "$dockerd" 2>/dev/null || break
    sleep 0.25
  done
  tail -n 20 "$engine_home/log" >&2
  refuse 'dockerd does not answer'
}

# Stops dockerd by its process, and removes its containers, its data and its network.
stop_engine() {
  [[ -e $engine_home/name ]] || return 0
  local name pid left try client=(docker --host "unix://$engine_home/socket")
  name=$(cat "$engine_home/name")
  if pid=$(cat "$engine_home/pid" 2>/dev/null) && kill -0 "$pid" 2>/dev/null; then
    left=$("${client[@]}" ps -aq)
    [[ -z $left ]] || xargs "${client[@]}" rm -f <<<"$left" >/dev/null 2>&1
    kill "$pid"
    for try in $(seq 120); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.25
    done
    kill -KILL "$pid" 2>/dev/null
  fi
  [[ ! -e $engine_home/outside.pid ]] || kill "$(cat "$engine_home/outside.pid")" 2>/dev/null
  way_out -D "$name" "$(cat "$engine_home/addresses")" 2>/dev/null
  ip link delete "$name" 2>/dev/null
  ip netns delete "$name" 2>/dev/null
  awk -v under="$engine_home/" 'index($2, under) == 1 { print $2 }' /proc/self/mounts | sort -r | xargs -r umount -l
  rm -rf "$engine_home"
}
