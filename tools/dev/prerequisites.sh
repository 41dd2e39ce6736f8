# shellcheck shell=bash
# Programs that a purpose needs beyond the JDK: one table, and what installs or asks for the missing ones.

# One line each: purpose, command that must exist, Debian package that brings it. A command is named by
# its path where another one of that name may stand before it.
prerequisites() {
  cat <<'TABLE'
build       mvn          maven
engine      dockerd      docker.io
engine      ip           iproute2
sample      docker       docker.io
sample      gcc          build-essential
sample      aws          awscli
cluster     dockerd      docker.io
cluster     ip           iproute2
cluster     iptables     iptables
cluster     nsenter      util-linux
test        mount        mount
test        losetup      mount
test        mkfs.ext4    e2fsprogs
test        xfs_io       xfsprogs
test        ps           procps
test        dockerd      docker.io
test        iptables     iptables
test        ip           iproute2
test        gcc          build-essential
test        shellcheck   shellcheck
test        /usr/bin/aws awscli
test        node         nodejs
test        npm          npm
test        systemd-analyze systemd
test        wrk          wrk
bench-store etcd         etcd-server
bench-proxy haproxy      haproxy
bench-proxy nginx        nginx
bench-proxy wrk          wrk
bench-proxy gcc          build-essential
bench-drain gcc          build-essential
TABLE
}

have() {
  command -v "$1" >/dev/null 2>&1
}

# Maven is only needed to fetch the pinned Maven; where ./mvnw can do without, so can we.
is_here() {
  have "$1" || [[ $1 == mvn && (-n $(pinned_maven) || (-n ${MVNW_REPOURL-} && -n $(command -v curl))) ]]
}

pinned_maven() {
  local version
  version=$(sed -n 's/^mavenVersion=//p' .mvn/wrapper/maven-wrapper.properties)
  compgen -G "${MAVEN_USER_HOME:-${HOME-}/.m2}/wrapper/dists/apache-maven-$version/*/bin/mvn" || true
}

# The packages missing for the purposes given, each once.
missing_packages() {
  local purpose command package
  while read -r purpose command package; do
    if [[ " $* " == *" $purpose "* ]] && ! is_here "$command"; then printf '%s\n' "$package"; fi
  done < <(prerequisites) | sort -u
}

# ensure PURPOSE...: installs what is missing as root on a Debian-like machine, otherwise says what to install.
ensure() {
  local packages
  mapfile -t packages < <(missing_packages "$@")
  ((${#packages[@]} > 0)) || return 0
  if ! have apt-get || ((EUID != 0)); then
    fail_missing "please install what is missing (names of Debian packages): ${packages[*]}"
  fi
  phase "install ${packages[*]}" install_packages "${packages[@]}"
  mapfile -t packages < <(missing_packages "$@")
  ((${#packages[@]} == 0)) || fail_missing "still missing after the installation: ${packages[*]}"
}

install_packages() {
  local log
  log=$(mktemp)
  if ! { quiet_apt update && quiet_apt install --no-install-recommends "$@"; } >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail_missing "could not install $*; what apt-get said is above"
  fi
  rm -f "$log"
}

quiet_apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300 "$@" </dev/null
}
