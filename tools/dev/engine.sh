# shellcheck shell=bash
# The container engine of ./dev up: the one that answers here, or else one of our own in RUNS/up/engine.
#
# An engine of our own is Debian's dockerd without systemd: data, socket, log and "pid starttime" of it lie below
# RUNS/up/engine, its bridge carries a name made from that path. It outlives ./dev up as containers do, is found
# again by the next one, and goes with ./dev down --all. It sets no rule of the host's firewall and forwards nothing:
# its containers reach this host, and are reached from it, by docker-proxy alone.

ENGINE=$UP/engine
ENGINE_DEADLINE_SECONDS=60

# Where an engine that somebody else runs listens; BERTH_USUAL_ENGINE stands for another place.
USUAL_ENGINE=${BERTH_USUAL_ENGINE:-/var/run/docker.sock}

# choose_engine: exports DOCKER_HOST of an engine that answers; installs and starts one only where none does.
choose_engine() {
  local own
  own=$(own_engine)
  if [[ -n ${DOCKER_HOST-} && $DOCKER_HOST != "$own" ]]; then
    engine_answers || fail "no engine answers at DOCKER_HOST=$DOCKER_HOST ($ENGINE_SAYS); start it, or unset DOCKER_HOST"
    return
  fi
  # What runs in our own one must be found again, even where another engine has come since.
  if [[ ! -d $ENGINE ]]; then
    export DOCKER_HOST=unix://$USUAL_ENGINE
    if engine_answers; then return; fi
    refuse_without_root
    ensure engine
    # The package starts its service where there is something that starts services.
    if engine_answers; then return; fi
  fi
  export DOCKER_HOST=$own
  if read_engine && engine_answers; then return; fi
  refuse_without_root
  ensure engine
  phase engine start_engine
}

own_engine() {
  printf 'unix://%s/docker.sock' "$(readlink -m "$ENGINE")"
}

refuse_without_root() {
  ((EUID == 0)) || fail_missing "no engine answers at ${DOCKER_HOST} ($ENGINE_SAYS);" \
    "start Docker and see that you may use it, or run ./dev up as root: then it starts one of its own"
}

# engine_answers: whether one answers at DOCKER_HOST; ENGINE_SAYS is what it is, or why it does not.
engine_answers() {
  ENGINE_SAYS=$(
    launcher_environment
    "$LAUNCHER" agent check --docker-host "$DOCKER_HOST" --state "$BERTH_DIRECTORY/agent" 2>&1
  )
}

start_engine() {
  local folder bridge round pid='' started=''
  folder=$(readlink -m "$ENGINE")
  # The kernel takes paths of sockets up to 107 characters, and containerd's are the longest.
  ((${#folder} <= 70)) || fail "the path $folder is too long for the sockets of an engine; use a checkout with a shorter one"
  mkdir -p "$folder" || fail "$folder cannot be made"
  bridge=$(engine_bridge)
  # For whoever has to clean up after a test that died: from the outside nobody knows the path by its name.
  printf '%s\n' "$bridge" >"$folder/bridge"
  make_bridge "$bridge"
  rm -f "$folder/docker.pid"
  outlive "$folder/pid" "$folder/log" \
    dockerd --host "$DOCKER_HOST" --data-root "$folder/data" --exec-root "$folder/exec" \
    --pidfile "$folder/docker.pid" --bridge "$bridge" --iptables=false --ip6tables=false \
    --ip-forward=false --ip-masq=false --live-restore --log-level warn
  for ((round = 0; round < ENGINE_DEADLINE_SECONDS * 5; round++)); do
    sleep 0.2
    if [[ -S $folder/docker.sock ]] && engine_answers; then return; fi
    if [[ -s $folder/pid ]] && ! read_engine; then break; fi
  done
  tail -n 60 "$folder/log" >&2
  stop_engine
  fail "the engine does not answer; the end of its log $folder/log is above"
}

# read_engine: sets pid and started of the engine that we started; fails when it does not run.
read_engine() {
  [[ -f $ENGINE/pid ]] && read -r pid started <"$ENGINE/pid" || return 1
  is_alive "$pid" "$started"
}

# At most fifteen characters, and the same for the same folder.
engine_bridge() {
  printf 'berth%08x' "$(readlink -m "$ENGINE" | cksum | cut -d ' ' -f 1)"
}

make_bridge() {
  local subnet
  [[ ! -d /sys/class/net/$1 ]] || return 0
  subnet=$(free_subnet 10.214) || fail "every subnet below 10.214.0.0/16 is taken"
  ip link add "$1" type bridge || fail "the bridge $1 of the engine could not be made; see above"
  ip address add "$subnet.1/24" dev "$1"
  ip link set "$1" up
}

# free_subnet PREFIX: the first three numbers of one that nobody on this machine has.
free_subnet() {
  local number taken
  taken=$(ip -o -4 address)
  for number in {0..255}; do
    if [[ $taken != *" $1.$number."* ]]; then
      printf '%s.%s' "$1" "$number"
      return
    fi
  done
  return 1
}

stop_engine() {
  reap_processes "$ENGINE/pid"
}

# Removes the engine that we started, with everything in it: containers first, while something still tends them.
remove_engine() {
  local folder bridge
  folder=$(readlink -m "$ENGINE")
  [[ -d $folder ]] || return 0
  stop_engine
  reap_containers "$folder"
  reap_mounts "$folder"
  reap_folders "$folder"
  bridge=$(engine_bridge)
  if [[ -d /sys/class/net/$bridge ]]; then ip link delete "$bridge" || complain "could not delete the bridge $bridge"; fi
}
