# shellcheck shell=bash
# The verbs up, down, env and berth: Berth as built in this checkout, with a state of its own in RUNS/up.
#
# RUNS/up outlives the ./dev that made it: pid holds "pid starttime" of the process, log what a detached one
# says, state everything that Berth keeps, docker-host the engine it uses, engine the engine that is our own,
# sample where the sample answers.

UP=$RUNS/up
LAUNCHER=deploy/src/main/launcher/berth
CLASS_PATH=deploy/target/main.classpath
AGENT_CLASS_PATH=agent/target/main.classpath

# Longer than a slow machine needs, so that a start that hangs is told from one that takes its time.
UP_DEADLINE_SECONDS=60
UP_PORT=${BERTH_UP_PORT:-7070}

verb_up() {
  local DETACHED='' WITH_SAMPLE='' options=() pid started
  read_up_options "$@"
  find_jdk
  ensure build ${WITH_SAMPLE:+sample}
  if read_up; then tell_running; fi
  if has_cluster; then fail "there is a cluster in $CLUSTER, and ./dev env can point at one only; ./dev cluster down ends it"; fi
  mkdir -p "$UP" || fail "the folder $UP cannot be made; it holds all that Berth keeps here"
  [[ -w $UP ]] || fail "the folder $UP cannot be written; it holds all that Berth keeps here"
  choose_ports
  open_run
  phase build build_launcher || fail "the build failed; see above"
  choose_engine
  say "-- engine: $ENGINE_SAYS"
  # Somebody may have been faster; the process of theirs must not be forgotten.
  if read_up; then tell_running; fi
  printf '%s\n' "$DOCKER_HOST" >"$UP/docker-host"
  # Appears when the host is ready: an old one must not be taken for it.
  rm -f "$UP/state/ready" "$UP/pid"
  if [[ -z $DETACHED ]]; then
    supervise become_up "${options[@]}"
  else
    phase start start_detached "${options[@]}"
    say_what_is_next
    if [[ -n $WITH_SAMPLE ]]; then deploy_sample; fi
  fi
}

# Whoever wants it to run is content; whoever wants to watch it in this terminal is not.
tell_running() {
  [[ -n $DETACHED && -f $UP/state/ready ]] || fail "it runs already (process $pid); ./dev down ends it"
  say "-- it runs already (process $pid), as it was built then; ./dev down ends it"
  if [[ -n $WITH_SAMPLE ]]; then deploy_sample; fi
  exit 0
}

# read_up_options ARG...: sets DETACHED, WITH_SAMPLE, and options for berth up; a port is told as --api and --agents.
read_up_options() {
  local port=''
  while (($# > 0)); do
    case $1 in
      --detach)
        DETACHED=yes
        shift
        ;;
      --sample)
        # It has something to say once it is ready, and nobody to say it to before.
        DETACHED=yes
        WITH_SAMPLE=yes
        shift
        ;;
      --port)
        is_port "${2-}" || fail_usage "--port needs a port from 1 to 65535, not '${2-}'"
        port=$2
        shift 2
        ;;
      --*)
        (($# > 1)) || fail_usage "the option $1 needs a value"
        options+=("$1" "$2")
        shift 2
        ;;
      *) fail_usage "unexpected argument '$1'; see ./dev up --help" ;;
    esac
  done
  if [[ -n $port && " ${options[*]-} " == *' --api '* ]]; then fail_usage "--port and --api both name the port; give one"; fi
  UP_PORT=${port:-$UP_PORT}
}

is_port() {
  [[ $1 =~ ^[1-9][0-9]{0,4}$ ]] && (($1 <= 65535))
}

# Asked before the build, so that nobody waits for it in vain.
choose_ports() {
  local agents=$((UP_PORT + 1))
  [[ " ${options[*]-} " != *' --api '* && " ${options[*]-} " != *' --config '* ]] || return 0
  if is_taken "$UP_PORT"; then fail "port $UP_PORT is in use by another program; choose one with ./dev up --port N"; fi
  options+=(--api "127.0.0.1:$UP_PORT")
  [[ " ${options[*]} " != *' --agents '* ]] || return 0
  if ! is_port "$agents" || is_taken "$agents"; then agents=0; fi
  options+=(--agents "127.0.0.1:$agents")
}

is_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

verb_down() {
  local all='' pid started
  if [[ ${1-} == --all ]]; then
    all=yes
    shift
  fi
  refuse_arguments "$@"
  if has_cluster; then
    end_cluster
  elif read_up; then
    say "-- ending process $pid"
    end_up
  else
    say "-- nothing runs"
  fi
  rm -f "$UP/pid"
  if [[ -n $all ]]; then
    remove_everything
  elif [[ -d $UP/state ]]; then
    say "-- containers go on, and ./dev up finds them again; the state stays in $UP/state"
    say "-- ./dev down --all removes both, and everything else that ./dev up made"
  fi
}

# Containers first: without the state nobody would know whose they are.
remove_everything() {
  local engine='' cleaned
  if [[ -f $UP/docker-host ]]; then engine=$(<"$UP/docker-host"); fi
  if [[ -n $engine && -f $UP/state/agent/identity.pem ]]; then
    is_built || fail "the containers cannot be removed, since nothing is built; ./dev berth help builds"
    if cleaned=$(launcher_environment && "$LAUNCHER" agent clean --docker-host "$engine" --state "$BERTH_DIRECTORY/agent" 2>&1); then
      say "-- $cleaned"
    elif [[ $engine != "$(own_engine)" ]]; then
      # Our own goes as a whole, with or without an answer.
      fail "the containers stay: $cleaned; start the engine at $engine and say ./dev down --all again, or remove $UP yourself"
    fi
  fi
  remove_engine
  reap_folders "$UP"
  say "-- all that ./dev up made is gone"
}

verb_env() {
  local own
  refuse_arguments "$@"
  is_built || fail "nothing is built yet; ./dev up builds and starts it"
  launcher_environment
  "$LAUNCHER" env
  own=$(own_engine)
  # Else the images of its users would not get there.
  if ! has_cluster && uses_engine "$own"; then printf "export DOCKER_HOST='%s'\n" "${own//\'/\'\\\'\'}"; fi
}

# uses_engine URL: whether the last ./dev up used that one, whatever DOCKER_HOST says here.
uses_engine() {
  [[ -f $UP/docker-host && $(<"$UP/docker-host") == "$1" ]]
}

# As the last build left it: a client verb must not take as long as a build. Only what was never built is built.
verb_berth() {
  if ! is_built; then
    find_jdk
    ensure build
    open_run
    phase build build_launcher || fail "the build failed; see above"
    close_run
  fi
  launcher_environment
  exec "$LAUNCHER" "$@"
}

is_built() {
  [[ -f $CLASS_PATH && -f $AGENT_CLASS_PATH && -f $CLIENT/jdk ]]
}

build_launcher() {
  maven test-compile dependency:build-classpath -Dmaven.test.skip=true --projects deploy --also-make \
    -DincludeScope=runtime "-Dmdep.outputFile=target/${CLASS_PATH##*/}" && build_client
}

# What berth agent needs, and nothing of a scheduler.
agent_class_path() {
  printf 'deploy/target/classes:agent/target/classes:%s' "$(<"$AGENT_CLASS_PATH")"
}

# What the launcher reads. A JDK that was not searched for is that of the build: a search takes its time.
launcher_environment() {
  if ! jdk_is_found; then
    JAVA_HOME=$(<"$CLIENT/jdk")
    export JAVA_HOME
  fi
  BERTH_CLASSPATH=deploy/target/classes:$(<"$CLASS_PATH")
  BERTH_AGENT_CLASSPATH=$(agent_class_path)
  BERTH_CLIENT_CLASSPATH=$CLIENT/client.jar
  if has_cluster; then BERTH_DIRECTORY=$(readlink -m "$CLUSTER/state"); else BERTH_DIRECTORY=$(readlink -m "$UP/state"); fi
  export BERTH_CLASSPATH BERTH_AGENT_CLASSPATH BERTH_CLIENT_CLASSPATH BERTH_DIRECTORY
  if [[ -z ${DOCKER_HOST-} && -f $UP/docker-host ]] && ! has_cluster; then
    DOCKER_HOST=$(<"$UP/docker-host")
    export DOCKER_HOST
  fi
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
  # Without a session of its own it would end with the terminal.
  become_up "$@" </dev/null >"$UP/log" 2>&1 &
  for ((round = 0; round < UP_DEADLINE_SECONDS * 10; round++)); do
    sleep 0.1
    if [[ -f $UP/state/ready ]]; then return; fi
    if [[ -s $UP/pid ]] && ! read_up; then
      cat "$UP/log" >&2
      fail "it ended at once; what it said is above"
    fi
  done
  cat "$UP/log" >&2
  if read_up; then end_up; fi
  fail "it is not ready after $UP_DEADLINE_SECONDS s; what it said is above"
}

say_what_is_next() {
  say "-- it is ready, and says what it does in $UP/log; next:"
  say "     eval \"\$(./dev env)\"                  point AWS clients at it"
  say "     aws ecs list-container-instances      ask it"
  say "     ./dev berth help                      the rest of the berth command"
  say "     ./dev down                            end it; containers go on"
}

# read_up: sets pid and started of the process that runs; fails when none does.
read_up() {
  [[ -f $UP/pid ]] && read -r pid started <"$UP/pid" || return 1
  is_alive "$pid" "$started"
}

end_up() {
  reap_processes "$UP/pid"
}
