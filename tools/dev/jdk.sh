# shellcheck shell=bash
# Finds a JDK that is new enough and exports JAVA_HOME: first JAVA_HOME, then the PATH, then the usual folders.
#
# Versions are read from each JDK's release file: starting a dozen JVMs would take seconds.

# The folders that hold JDKs, one per line; BERTH_JDK_PATH (colon separated) replaces them.
jdk_folders() {
  if [[ -n ${BERTH_JDK_PATH+set} ]]; then
    printf '%s\n' "${BERTH_JDK_PATH//:/$'\n'}"
    return
  fi
  printf '%s\n' /usr/lib/jvm /opt /usr/java
  if [[ -n ${HOME-} ]]; then printf '%s\n' "$HOME/.jdks" "$HOME/.sdkman/candidates/java" "$HOME/Library/Java/JavaVirtualMachines"; fi
  printf '%s\n' /Library/Java/JavaVirtualMachines
}

# The feature release (25) of the JDK in folder $1; nothing where no JDK is.
jdk_release() {
  local line
  [[ -x $1/bin/javac && -r $1/release ]] || return 0
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line =~ ^JAVA_VERSION=\"?([0-9]+) ]]; then
      printf '%s' "${BASH_REMATCH[1]}"
      return
    fi
  done <"$1/release"
}

# The JDK behind the first javac or java on the PATH, through the symbolic links of the distribution.
jdk_on_path() {
  local name program
  for name in javac java; do
    if program=$(command -v "$name") && program=$(readlink -f "$program"); then
      dirname "$(dirname "$program")"
    fi
  done
}

# Reads candidates from stdin, prints the one with the lowest release that will do: nearest to what is tested.
best_jdk() {
  local wanted=$1 candidate release best='' best_release=0
  while IFS= read -r candidate; do
    release=$(jdk_release "$candidate")
    if ((${release:-0} >= wanted)) && [[ -z $best || $release -lt $best_release ]]; then
      best=$candidate best_release=$release
    fi
  done
  printf '%s' "$best"
}

jdk_candidates() {
  local folder candidate
  while IFS= read -r folder; do
    [[ -n $folder ]] || continue
    for candidate in "$folder" "$folder"/* "$folder"/*/Contents/Home; do
      if [[ -x $candidate/bin/javac ]]; then printf '%s\n' "$candidate"; fi
    done
  done < <(jdk_folders)
}

JDK_IS_FOUND=

jdk_is_found() {
  [[ -n $JDK_IS_FOUND ]]
}

find_jdk() {
  local wanted found
  wanted=$(pom_property berth.jdk)
  found=$(best_jdk "$wanted" <<<"${JAVA_HOME-}")
  [[ -n $found ]] || found=$(jdk_on_path | best_jdk "$wanted")
  [[ -n $found ]] || found=$(jdk_candidates | best_jdk "$wanted")
  [[ -n $found ]] || fail_without_jdk "$wanted"
  export JAVA_HOME=$found
  JDK_IS_FOUND=yes
  say "-- JDK $(jdk_release "$found") in $found"
}

fail_without_jdk() {
  local candidate
  say "Looked at JAVA_HOME (${JAVA_HOME:-not set}), at java and javac on the PATH, and in: $(jdk_folders | tr '\n' ' ')"
  while IFS= read -r candidate; do
    say "  $candidate is only Java $(jdk_release "$candidate")"
  done < <({ printf '%s\n' "${JAVA_HOME-}"; jdk_on_path; jdk_candidates; } | jdk_homes)
  fail_missing "no JDK $1 or newer found. Install one (the whole JDK, with javac, not only a JRE):" \
    "the package openjdk-$1-jdk or temurin-$1-jdk, or an archive of any vendor unpacked anywhere," \
    "and set JAVA_HOME to its folder unless it is one of those above."
}

# The folders on stdin that are JDKs, each once.
jdk_homes() {
  local candidate
  while IFS= read -r candidate; do
    if [[ -n $(jdk_release "$candidate") ]]; then readlink -f "$candidate"; fi
  done | sort -u
}
