# shellcheck shell=bash
# Messages and exit codes: 0 done, 1 something failed, 2 a wrong question, 3 something must be installed first.
#
# Progress and complaints go to stderr, so that stdout holds results alone.

# What was asked for, and what it has done so far.
VERB=
PHASES=

say() {
  printf '%s\n' "$*" >&2
}

complain() {
  say "./dev${VERB:+ $VERB}: $*"
}

fail() {
  complain "$@"
  exit 1
}

fail_usage() {
  complain "$@"
  exit 2
}

fail_missing() {
  complain "$@"
  exit 3
}

refuse_arguments() {
  (($# == 0)) || fail_usage "unexpected argument '$1'; see ./dev $VERB --help"
}

# phase NAME COMMAND...: runs the command between two lines that say what goes on and how long it took.
phase() {
  local name=$1 began=$SECONDS status=0
  say "-- $name"
  "${@:2}" || status=$?
  PHASES+="${PHASES:+, }$name $((SECONDS - began)) s"
  if ((status == 0)); then
    say "-- $name: $((SECONDS - began)) s"
  else
    say "-- $name: failed after $((SECONDS - began)) s"
  fi
  return "$status"
}
