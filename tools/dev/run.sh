# shellcheck shell=bash
# A run: its id and folder, the programs it starts, and its end, however that comes about.

# From here on everything this ./dev starts carries the run's id and is gone when it exits.
open_run() {
  local fresh
  reap_dead_runs
  # Always an id of its own: a ./dev started by a test must not tidy up after the run that tests it.
  BERTH_RUN_ID=b$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')
  export BERTH_RUN_ID
  # Under its name only when the owner is written: without one it would count as dead.
  mkdir -p "$RUNS"
  fresh=$(mktemp -d "$RUNS/.new.XXXXXX")
  printf '%s %s\n' "$$" "$(start_time "$$")" >"$fresh/owner"
  printf '%s\n' "${TMPDIR:-/tmp}/berth-$BERTH_RUN_ID" >"$fresh/temp"
  : >"$fresh/pids"
  mv "$fresh" "$RUNS/$BERTH_RUN_ID"
  BERTH_RUN_DIR=$(readlink -f "$RUNS/$BERTH_RUN_ID")
  export BERTH_RUN_DIR
  RUN_IS_OPEN=yes
  trap close_run EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

RUN_IS_OPEN=

close_run() {
  [[ -n $RUN_IS_OPEN ]] || return 0
  RUN_IS_OPEN=
  reap_run "$BERTH_RUN_ID"
}

# outlive PIDFILE LOG COMMAND...: starts what goes on after this ./dev; PIDFILE tells its "pid starttime".
outlive() {
  export -f start_time
  # What outlives this run must not be counted to it. setsid may fork: only what comes after it knows which process stays.
  # shellcheck disable=SC2016 # the inner shell is to expand them
  (
    unset BERTH_RUN_ID BERTH_RUN_DIR
    exec setsid bash -c 'printf "%s %s\n" "$$" "$(start_time "$$")" >"$0" && exec "$@"' "$1" "${@:3}"
  ) </dev/null >>"$2" 2>&1 &
}

# Runs a program of this run and waits for it. In the background, since bash answers a signal only between
# commands: a ./dev that is told to end must not wait for the tests to finish first.
supervise() {
  local pid status=0
  "$@" </dev/null &
  pid=$!
  printf '%s %s\n' "$pid" "$(start_time "$pid")" >>"$RUNS/$BERTH_RUN_ID/pids"
  wait "$pid" || status=$?
  return "$status"
}
