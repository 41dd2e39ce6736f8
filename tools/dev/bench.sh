# shellcheck shell=bash
# The verb bench: builds the class path of the module tests and starts a benchmark on it in a JVM of its own.

BENCH_CLASS=io.berth.tests.bench.Bench

verb_bench() {
  local flags
  [[ ${1-store} =~ ^[a-z][a-z0-9-]*$ ]] || fail_usage "'$1' is no name of a benchmark"
  [[ -f tests/src/test/java/${BENCH_CLASS//.//}.java ]] || fail_usage "there are no benchmarks yet"
  find_jdk
  ensure build "bench-${1-}"
  open_run
  phase compile maven test-compile dependency:build-classpath dependency:build-classpath@main --projects tests \
    --also-make -DincludeScope=test -Dmdep.outputFile=target/test.classpath || fail "the build failed; see above"
  read -r -a flags <<<"${BERTH_BENCH_JVM-}"
  # An agent is measured with what it needs, as everywhere but in tests.
  BERTH_AGENT_CLASSPATH=$(agent_class_path)
  export BERTH_AGENT_CLASSPATH
  supervise "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED "-Dberth.root=$ROOT" "${flags[@]}" \
    -cp "tests/target/test-classes:tests/target/classes:$(<tests/target/test.classpath)" "$BENCH_CLASS" "$@"
}
