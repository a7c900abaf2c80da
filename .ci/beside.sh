# Runs things beside others that do not need them. Sourced, not run. Set before: work, a directory of one's own.

declare -A beside_processes=()

# Starts a command in the background, with a process group of its own: beside NAME COMMAND…
beside() {
  local name=$1
  shift
  set -m
  (
    began=$SECONDS
    "$@"
    code=$?
    echo "$((SECONDS - began)) s beside other things"
    exit "$code"
  ) >"$work/$name.log" 2>&1 </dev/null &
  beside_processes[$name]=$!
  set +m
}

# Waits for it, shows what it printed, and comes to what it came to.
joined() {
  local name=$1 code
  wait "${beside_processes[$name]}"
  code=$?
  unset "beside_processes[$name]"
  if [[ $code -eq 0 ]]; then tail -n 1 "$work/$name.log"; else cat "$work/$name.log"; fi
  return "$code"
}

# Ends those that nobody waited for.
stop_beside() {
  local process
  for process in "${beside_processes[@]}"; do
    kill -- "-$process" 2>/dev/null && wait "$process" 2>/dev/null
  done
  return 0
}
