# shellcheck shell=bash
# What client verbs start from: one jar, and beside it a cache of the classes that a JVM has loaded from it before.
#
# From folders of classes a verb takes twice as long. The cache fits the JDK that made it; another one ignores it.

CLIENT=target/client

# Builds both, and notes the JDK; anew only when a class or the JDK has changed.
build_client() {
  local flags
  if [[ -f $CLIENT/jdk && $(<"$CLIENT/jdk") == "$JAVA_HOME" ]] &&
    [[ -z $(find cli/target/classes deploy/target/classes "$LAUNCHER" "${LAUNCHER%/*}/jvm.flags" -newer "$CLIENT/jdk" -print -quit) ]]; then
    return
  fi
  rm -rf "$CLIENT"
  mkdir -p "$CLIENT/rehearsal"
  "$JAVA_HOME/bin/jar" --create --file "$CLIENT/client.jar" -C cli/target/classes . -C deploy/target/classes . || return
  mapfile -t flags < <(sed -nE 's/^(all|client) //p' "${LAUNCHER%/*}/jvm.flags")
  if ! supervise "$JAVA_HOME/bin/java" "${flags[@]}" "-XX:AOTCacheOutput=$CLIENT/client.aot" \
    -cp "$CLIENT/client.jar" io.berth.deploy.Rehearsal "$CLIENT/rehearsal" >"$CLIENT/log" 2>&1; then
    cat "$CLIENT/log" >&2
    complain "client verbs will start slowly: there is no cache of their classes; see above"
  fi
  rm -rf "$CLIENT/rehearsal"
  printf '%s\n' "$JAVA_HOME" >"$CLIENT/jdk"
}
