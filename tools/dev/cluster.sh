# shellcheck shell=bash
# The verb cluster: a scheduler and hosts of its own making on this machine, as built in this checkout.
#
# A host is a network namespace with an engine and an agent in it, and each of two proxies has a namespace, too. All are
# on a switch that is one more, with this machine as another host on it: nothing is set at the firewall here, and
# whatever ends the processes that keep the namespaces ends the networks. RUNS/cluster holds it all: state what the
# scheduler keeps, NUMBER/ the files of a host, proxyNUMBER/ those of a proxy, each *.pid "pid starttime" of a process,
# link the name of this machine's end of the switch, subnet the first three numbers of every address on it.

CLUSTER=$RUNS/cluster
CLUSTER_DEADLINE_SECONDS=120
MOST_HOSTS=20
# Where their addresses begin: the machine has 1.
FIRST_PROXY=2
FIRST_HOST=11
PROXIES=2

verb_cluster() {
  local hosts='' pid started
  case ${1-} in
    '') fail_usage "how many hosts? Say ./dev cluster N, or ./dev cluster down" ;;
    down)
      shift
      refuse_arguments "$@"
      if has_cluster; then end_cluster; else say "-- no cluster is here"; fi
      return
      ;;
  esac
  read_cluster_options "$@"
  ((EUID == 0)) || fail_missing "hosts of their own need networks and engines of their own: run ./dev cluster as root"
  find_jdk
  ensure build cluster
  if read_up; then fail "./dev up runs (process $pid), and ./dev env can point at one only; ./dev down ends it"; fi
  if has_cluster; then fail "there is a cluster already, in $CLUSTER; ./dev cluster down ends and removes it"; fi
  if is_taken "$UP_PORT"; then fail "port $UP_PORT is in use by another program; choose one with ./dev cluster N --port PORT"; fi
  open_run
  phase build build_launcher || fail "the build failed; see above"
  mkdir -p "$CLUSTER" || fail "the folder $CLUSTER cannot be made; it holds all that a cluster keeps"
  phase start start_cluster "$hosts" || {
    end_cluster
    fail "the cluster could not be started; see above"
  }
  tell_of_cluster "$hosts"
}

# read_cluster_options ARG...: sets hosts and UP_PORT.
read_cluster_options() {
  if ! [[ $1 =~ ^[1-9][0-9]{0,3}$ ]] || (($1 > MOST_HOSTS)); then
    fail_usage "a cluster has 1 to $MOST_HOSTS hosts, not '$1'"
  fi
  hosts=$1
  shift
  while (($# > 0)); do
    [[ $1 == --port ]] || fail_usage "unexpected argument '$1'; see ./dev cluster --help"
    is_port "${2-}" || fail_usage "--port needs a port from 1 to 65535, not '${2-}'"
    UP_PORT=$2
    shift 2
  done
}

has_cluster() {
  [[ -d $CLUSTER ]]
}

# start_cluster N: each step says what went wrong and fails; the caller takes away what is there by then. The steps
# read folder, subnet, hub (the switch's process), end (this machine's on it) and number (of a host or a proxy).
start_cluster() {
  local folder subnet hub end number
  folder=$(readlink -m "$CLUSTER")
  # The kernel takes paths of sockets up to 107 characters, and containerd's are the longest.
  ((${#folder} <= 59)) || {
    complain "the path $folder is too long for the sockets of engines; use a checkout with a shorter one"
    return 1
  }
  subnet=$(free_subnet 10.216) || {
    complain "every subnet below 10.216.0.0/16 is taken"
    return 1
  }
  printf '%s\n' "$subnet" >"$folder/subnet"
  end=$(cluster_end)
  printf '%s\n' "$end" >"$folder/link"
  open_namespace "$folder/switch.pid" || return
  read -r hub _ <"$folder/switch.pid"
  plug_in_machine || return
  start_scheduler || return
  for ((number = 1; number <= $1; number++)); do
    plug_in "$number" "host$number" $((FIRST_HOST + number - 1)) && start_host_engine || return
  done
  for ((number = 1; number <= PROXIES; number++)); do
    plug_in "proxy$number" "proxy$number" $((FIRST_PROXY + number - 1)) && start_proxy || return
  done
  for ((number = 1; number <= $1; number++)); do
    await_host_engine && start_host_agent || return
  done
  await_peers "$1"
}

# At most fifteen characters, and the same for the same folder.
cluster_end() {
  printf 'bcl%08x' "$(readlink -m "$CLUSTER" | cksum | cut -d ' ' -f 1)"
}

# open_namespace PIDFILE: a network of its own, kept by a process that only waits.
open_namespace() {
  local round
  outlive "$1" "$folder/log" unshare --net bash -c 'ip link set lo up && exec sleep infinity'
  for ((round = 0; round < 100; round++)); do
    if [[ -s $1 ]] && is_namespace "$1"; then return; fi
    sleep 0.1
  done
  complain "no network namespace could be made; the end of $folder/log:"
  tail -n 20 "$folder/log" >&2
  return 1
}

# Whether the process of a pid file has come to its own network, with its loopback up.
is_namespace() {
  local pid
  read -r pid _ <"$1"
  [[ $(readlink "/proc/$pid/ns/net") != "$(readlink /proc/self/ns/net)" ]] && inside "$pid" ip link show lo up 2>/dev/null | grep -q UP
}

# inside PID COMMAND...: runs it in the network that this process keeps.
inside() {
  nsenter --target "$1" --net -- "${@:2}"
}

plug_in_machine() {
  inside "$hub" ip link add lan up type bridge &&
    ip link add "$end" type veth peer name machine netns "$hub" &&
    inside "$hub" ip link set machine master lan up &&
    ip address add "$subnet.1/24" dev "$end" &&
    ip link set "$end" up
}

# plug_in FOLDER CABLE LAST: a namespace, kept below that folder, with an address that ends in LAST; its cable bears
# that name at the switch.
plug_in() {
  local host
  mkdir -p "$folder/$1"
  open_namespace "$folder/$1/host.pid" || return
  read -r host _ <"$folder/$1/host.pid"
  inside "$hub" ip link add "$2" type veth peer name eth0 netns "$host" &&
    inside "$hub" ip link set "$2" master lan up &&
    inside "$host" ip address add "$subnet.$3/24" dev eth0 &&
    inside "$host" ip link set eth0 up &&
    inside "$host" ip route add default via "$subnet.1"
}

start_scheduler() {
  local round
  (
    launcher_environment
    outlive "$folder/scheduler.pid" "$folder/log" "$ROOT/$LAUNCHER" scheduler --directory "$BERTH_DIRECTORY" \
      --api "127.0.0.1:$UP_PORT" --agents "$subnet.1:$((UP_PORT < 65535 ? UP_PORT + 1 : 7071))"
  )
  for ((round = 0; round < CLUSTER_DEADLINE_SECONDS * 5; round++)); do
    sleep 0.2
    if cluster_berth key list >/dev/null 2>&1; then return; fi
    if [[ -s $folder/scheduler.pid ]] && ! is_kept "$folder/scheduler.pid"; then break; fi
  done
  complain "the scheduler does not answer; the end of $folder/log:"
  tail -n 40 "$folder/log" >&2
  return 1
}

# A client verb for this cluster.
cluster_berth() (
  launcher_environment
  exec "$LAUNCHER" "$@"
)

# What it may do on a host of its own it may do here: this is its network.
start_host_engine() {
  local host place=$folder/$number/engine
  read -r host _ <"$folder/$number/host.pid"
  mkdir -p "$place"
  # Below x containerd makes sockets, whose whole path may have 104 bytes.
  outlive "$place.pid" "$place/log" nsenter --target "$host" --net -- \
    dockerd --host "unix://$place/docker.sock" --data-root "$place/data" --exec-root "$place/x" \
    --pidfile "$place/docker.pid" --log-level warn
}

await_host_engine() {
  local round place=$folder/$number/engine
  for ((round = 0; round < CLUSTER_DEADLINE_SECONDS * 5; round++)); do
    if [[ -S $place/docker.sock ]] && cluster_berth agent check --docker-host "unix://$place/docker.sock" \
      --state "$folder/$number/agent" >/dev/null 2>&1; then return; fi
    if [[ -s $place.pid ]] && ! is_kept "$place.pid"; then break; fi
    sleep 0.2
  done
  complain "the engine of host $number does not answer; the end of $place/log:"
  tail -n 40 "$place/log" >&2
  return 1
}

start_host_agent() {
  local host line words place=$folder/$number/agent
  read -r host _ <"$folder/$number/host.pid"
  line=$(cluster_berth token create) || return
  # "berth agent" and the options that an operator would paste.
  read -r -a words <<<"$line"
  (
    launcher_environment
    outlive "$place.pid" "$place.log" nsenter --target "$host" --net -- "$ROOT/$LAUNCHER" "${words[@]:1}" \
      --state "$place" --docker-host "unix://$folder/$number/engine/docker.sock" --pull-behaviour prefer-cached
  )
}

# A listener answers at the address of each proxy, on the same port.
start_proxy() {
  local host line words place=$folder/proxy$number
  read -r host _ <"$place/host.pid"
  line=$(cluster_berth token create --proxy) || return
  # "berth proxy" and the options that an operator would paste.
  read -r -a words <<<"$line"
  (
    launcher_environment
    outlive "$place/proxy.pid" "$place/proxy.log" nsenter --target "$host" --net -- "$ROOT/$LAUNCHER" "${words[@]:1}" \
      --directory "$place/state" --listen "$subnet.$((FIRST_PROXY + number - 1))"
  )
}

await_peers() {
  local round number
  for ((round = 0; round < CLUSTER_DEADLINE_SECONDS * 5; round++)); do
    if (($(grep -l 'The session is open' "$folder"/*/{agent,proxy}.log 2>/dev/null | wc -l) == $1 + PROXIES)); then return; fi
    sleep 0.2
  done
  complain "not every agent and proxy has joined; the ends of what they say:"
  for ((number = 1; number <= $1; number++)); do tail -n 5 "$folder/$number/agent.log" >&2; done
  for ((number = 1; number <= PROXIES; number++)); do tail -n 5 "$folder/proxy$number/proxy.log" >&2; done
  return 1
}

# is_kept PIDFILE: whether the process that it tells of lives.
is_kept() {
  local pid started
  read -r pid started <"$1" && is_alive "$pid" "$started"
}

# All of it, containers and state included: what one host has promised is worth nothing without the others.
end_cluster() {
  local folder link
  folder=$(readlink -m "$CLUSTER")
  say "-- ending the cluster"
  cat "$folder"/*.pid "$folder"/*/*.pid >"$folder/pids" 2>/dev/null || true
  reap_processes "$folder/pids"
  reap_containers "$folder"
  link=$(cluster_end)
  if [[ -d /sys/class/net/$link ]]; then delete_link "$link"; fi
  reap_mounts "$folder"
  reap_folders "$folder"
  say "-- the cluster is gone, with all that ran in it"
}

tell_of_cluster() {
  local subnet
  subnet=$(<"$CLUSTER/subnet")
  say "-- $1 hosts have joined, and two proxies, at $subnet.$FIRST_PROXY and $subnet.$((FIRST_PROXY + 1)); next:"
  say "     eval \"\$(./dev env)\"                  point AWS clients at the scheduler"
  say "     aws ecs list-container-instances      see the hosts"
  say "     docker --host unix://$CLUSTER/1/engine/docker.sock load -i FILE"
  say "                                           give host 1 an image; registries are out of reach"
  say "     curl http://$subnet.$FIRST_PROXY:PORT/             ask a listener, at either proxy"
  say "     nsenter --net --target \$(cut -d ' ' -f 1 $CLUSTER/switch.pid) ip link set host1 down"
  say "                                           cut host 1 off, or proxy1; the same with up brings it back"
  say "     ./dev cluster down                    end it and remove it all"
}
