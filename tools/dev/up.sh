# shellcheck shell=bash
# The verbs up, down, env and berth: Berth as built in this checkout, with a state of its own in RUNS/up.
#
# RUNS/up outlives the ./dev that made it: pid holds "pid starttime" of the process, log what a detached one
# says, state everything that Berth keeps.

UP=$RUNS/up
LAUNCHER=deploy/src/main/launcher/berth
CLASS_PATH=deploy/target/main.classpath

# Longer than a slow machine needs, so that a start that hangs is told from one that takes its time.
UP_DEADLINE_SECONDS=60

verb_up() {
  local detach='' pid started
  if [[ ${1-} == --detach ]]; then
    detach=yes
    shift
  fi
  find_jdk
  ensure build
  if read_up; then fail "it runs already (process $pid); ./dev down ends it"; fi
  open_run
  phase build build_launcher || fail "the build failed; see above"
  mkdir -p "$UP"
  # Appears when the process answers: an old one must not be taken for it.
  rm -f "$UP/state/client.conf"
  if [[ -z $detach ]]; then
    supervise become_up "$@"
  else
    DETACHED=yes start_detached "$@"
  fi
}

verb_down() {
  local all='' pid started
  if [[ ${1-} == --all ]]; then
    all=yes
    shift
  fi
  refuse_arguments "$@"
  if read_up; then
    say "-- ending process $pid"
    end_up
  else
    say "-- nothing runs"
  fi
  rm -f "$UP/pid"
  if [[ -n $all ]]; then
    reap_folders "$UP"
    say "-- its state is removed"
  elif [[ -d $UP/state ]]; then
    say "-- its state stays in $UP/state; ./dev down --all removes it"
  fi
}

verb_env() {
  refuse_arguments "$@"
  run_launcher env
}

verb_berth() {
  run_launcher "$@"
}

build_launcher() {
  maven compile dependency:build-classpath --projects deploy --also-make \
    -DincludeScope=runtime "-Dmdep.outputFile=target/${CLASS_PATH##*/}"
}

# The command as the last build left it: a client verb must not take as long as a build.
run_launcher() {
  find_jdk 2>/dev/null || find_jdk
  [[ -f $CLASS_PATH ]] || fail "nothing is built yet; ./dev up builds and starts it"
  launcher_environment
  exec "$LAUNCHER" "$@"
}

launcher_environment() {
  BERTH_CLASSPATH=deploy/target/classes:$(<"$CLASS_PATH")
  BERTH_DIRECTORY=$(readlink -m "$UP/state")
  export BERTH_CLASSPATH BERTH_DIRECTORY
  # What outlives this run must not be counted to it.
  unset BERTH_RUN_ID BERTH_RUN_DIR
}

# become_up ARG...: turns a process of its own into Berth; ends like that when Berth does.
become_up() {
  launcher_environment
  export -f start_time
  # setsid may fork: only what comes after it knows which process stays.
  # shellcheck disable=SC2016 # the inner shell is to expand them
  exec ${DETACHED:+setsid} bash -c 'printf "%s %s\n" "$$" "$(start_time "$$")" >"$0" && exec "$@"' \
    "$UP/pid" "$LAUNCHER" up --directory "$BERTH_DIRECTORY" "$@"
}

start_detached() {
  local pid='' started='' round
  rm -f "$UP/pid"
  # Without a session of its own it would end with the terminal.
  become_up "$@" </dev/null >"$UP/log" 2>&1 &
  for ((round = 0; round < UP_DEADLINE_SECONDS * 10; round++)); do
    sleep 0.1
    if [[ -f $UP/state/client.conf ]]; then
      say "-- it answers; point clients at it: eval \"\$(./dev env)\""
      return
    fi
    if [[ -s $UP/pid ]] && ! read_up; then
      cat "$UP/log" >&2
      fail "it ended at once; what it said is above"
    fi
  done
  cat "$UP/log" >&2
  if read_up; then end_up; fi
  fail "it does not answer after $UP_DEADLINE_SECONDS s; what it said is above"
}

# read_up: sets pid and started of the process that runs; fails when none does.
read_up() {
  [[ -f $UP/pid ]] && read -r pid started <"$UP/pid" || return 1
  is_alive "$pid" "$started"
}

end_up() {
  reap_processes "$UP/pid"
}
