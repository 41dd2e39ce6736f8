# shellcheck shell=bash
# The one place that knows what a run can leave behind, and how to take it away.
#
# A run is known by its id. Its folder RUNS/ID holds
#   owner  pid and start time of the ./dev that started it,
#   temp   the folder outside the checkout that it may use,
#   pids   a line "pid starttime" per process it started; its children may append to it.
# Processes are ended by these lines alone, never by name: a pid without its start time may be a stranger by now.
# A new kind of leftover (containers, network namespaces) gets a function of its own, called in reap_run.

RUNS=${BERTH_RUN_ROOT:-$ROOT/.run}

# When process $1 started, in the kernel's ticks since boot; nothing when it is gone or only waits to be collected.
start_time() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  # The name of the program, in brackets, may hold spaces and brackets itself.
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]} == [ZX] ]] || printf '%s' "${fields[19]}"
}

# is_alive PID STARTTIME
is_alive() {
  [[ ${1-} =~ ^[0-9]+$ && ${2-} =~ ^[0-9]+$ && $(start_time "$1") == "$2" ]]
}

owner_is_alive() {
  local pid started
  read -r pid started <"$RUNS/$1/owner" 2>/dev/null || return 1
  is_alive "$pid" "$started"
}

reap_dead_runs() {
  local folder id
  for folder in "$RUNS"/b????????; do
    id=${folder##*/}
    if [[ -d $folder && $id =~ ^b[0-9a-f]{8}$ ]] && ! owner_is_alive "$id"; then
      say "-- removing what the dead run $id left behind"
      reap_run "$id"
    fi
  done
}

# Two may reap the same run at once: every step must bear that the other was faster.
reap_run() {
  local id=$1 folders
  mapfile -t folders < <(run_folders "$id")
  reap_processes "$RUNS/$id/pids"
  reap_ups "${folders[@]}"
  reap_containers "${folders[@]}"
  reap_bridges "$id"
  reap_switches "$id"
  reap_mounts "${folders[@]}"
  reap_loop_devices "${folders[@]}"
  reap_folders "${folders[@]}"
}

# The folders of run $1, as the kernel names them. The one outside comes first: the other says where it is.
run_folders() {
  local temp
  temp=$(cat "$RUNS/$1/temp" 2>/dev/null) || temp=${TMPDIR:-/tmp}/berth-$1
  # Written by a run of ours; even so nothing but its own folder may ever be deleted.
  if [[ $temp == /*/"berth-$1" && $temp != */../* ]]; then readlink -m "$temp"; fi
  readlink -m "$RUNS/$1"
}

reap_processes() {
  local pid started round
  [[ -f $1 ]] || return 0
  signal_recorded TERM "$1"
  for ((round = 0; round < 50; round++)); do
    if ! any_recorded_alive "$1"; then return 0; fi
    sleep 0.1
  done
  signal_recorded KILL "$1"
}

signal_recorded() {
  local pid started
  while read -r pid started; do
    if [[ $pid != "$$" ]] && is_alive "$pid" "$started"; then kill "-$1" "$pid" 2>/dev/null || true; fi
  done <"$2"
}

any_recorded_alive() {
  local pid started
  while read -r pid started; do
    if [[ $pid != "$$" ]] && is_alive "$pid" "$started"; then return 0; fi
  done <"$1"
  return 1
}

# Containers whose engine of this run died without ending them: what containerd has written down below the folders.
# A pid may be a stranger's by now, so it counts only when its control group bears the container's own long name.
reap_containers() {
  local folder state name pid shim
  for folder in "$@"; do
    [[ -d $folder ]] || continue
    while IFS= read -r state; do
      name=$(basename "$(dirname "$state")")
      pid=$(cat "$state" 2>/dev/null) || continue
      [[ $name =~ ^[0-9a-f]{64}$ && $pid =~ ^[0-9]+$ ]] || continue
      shim=$(awk '$1 == "PPid:" { print $2 }' "/proc/$pid/status" 2>/dev/null) || continue
      if grep -q -- "$name" "/proc/$pid/cgroup" 2>/dev/null; then kill -KILL "$pid" 2>/dev/null || true; fi
      if [[ $shim =~ ^[0-9]+$ ]] && grep -q -- "$name" "/proc/$shim/cmdline" 2>/dev/null; then kill -KILL "$shim" 2>/dev/null || true; fi
    done < <(find "$folder" -name init.pid -path '*/io.containerd.runtime.*' 2>/dev/null)
  done
}

# What a test of ./dev up or cluster has started and a killed test left: Berth itself, its engines, bridges and links.
reap_ups() {
  local folder file bridge
  for folder in "$@"; do
    [[ -d $folder ]] || continue
    while IFS= read -r file; do
      case $file in
        */bridge)
          bridge=$(<"$file")
          if [[ $bridge =~ ^berth[0-9a-f]{8}$ && -d /sys/class/net/$bridge/bridge ]]; then ip link delete "$bridge" || true; fi
          ;;
        */link)
          bridge=$(<"$file")
          if [[ $bridge =~ ^bcl[0-9a-f]{8}$ ]]; then delete_link "$bridge"; fi
          ;;
        *) reap_processes "$file" ;;
      esac
    done < <(find "$folder" \( -path '*/up/pid' -o -path '*/up/engine/pid' -o -path '*/up/engine/bridge' \
      -o -path '*/cluster/*.pid' -o -path '*/cluster/link' \) 2>/dev/null)
  done
}

# Bridges of this run's engines carry its id in their names.
reap_bridges() {
  local bridge
  for bridge in "/sys/class/net/be$1"*; do
    [[ -d $bridge/bridge ]] || continue
    ip link delete "${bridge##*/}" 2>/dev/null || [[ ! -d $bridge ]] || complain "could not delete the bridge ${bridge##*/}"
  done
}

# This machine's ends of this run's switches; the switches go with the processes that keep their networks.
reap_switches() {
  local link
  for link in "/sys/class/net/bl$1"*; do
    if [[ -d $link ]]; then delete_link "${link##*/}"; fi
  done
}

# Its other end may go at the same moment, and take it along.
delete_link() {
  ip link delete "$1" 2>/dev/null || [[ ! -d /sys/class/net/$1 ]] || complain "could not delete the link $1"
}

# is_under PATH FOLDER...
is_under() {
  local folder
  for folder in "${@:2}"; do
    if [[ $1 == "$folder" || $1 == "$folder"/* ]]; then return 0; fi
  done
  return 1
}

# Mount points under the folders, the last mounted first.
mounts_under() {
  local point
  tac /proc/self/mountinfo | while read -r _ _ _ _ point _; do
    # The kernel writes a space as \040.
    printf -v point '%b' "${point//\\/\\0}"
    if is_under "$point" "$@"; then printf '%s\n' "$point"; fi
  done
}

reap_mounts() {
  local point
  while IFS= read -r point; do
    umount "$point" 2>/dev/null || umount --lazy "$point" || complain "could not unmount $point"
  done < <(mounts_under "$@")
}

reap_loop_devices() {
  local entry file
  for entry in /sys/block/loop*/loop/backing_file; do
    file=$(cat "$entry" 2>/dev/null) || continue
    if is_under "${file% (deleted)}" "$@"; then
      entry=${entry#/sys/block/}
      losetup --detach "/dev/${entry%%/*}" || complain "could not detach /dev/${entry%%/*} from $file"
    fi
  done
}

reap_folders() {
  local folder
  for folder in "$@"; do
    # What is still mounted there is not ours to empty.
    if [[ -n $(mounts_under "$folder") ]]; then
      complain "$folder stays: something is still mounted there"
    else
      rm -rf --one-file-system -- "$folder" || complain "$folder stays: it could not be removed"
    fi
  done
}
