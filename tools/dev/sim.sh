# shellcheck shell=bash
# The verb sim: builds the module tests and runs clusters on virtual time in a JVM of their own.

SIM_CLASS=io.berth.tests.sim.SimMain

verb_sim() {
  local argument previous=''
  for argument in "$@"; do
    case $previous in
      --seeds | --from) [[ $argument =~ ^[0-9]{1,18}$ ]] || fail_usage "$previous needs a number, not '$argument'" ;;
      --bug) [[ $argument =~ ^[A-Z_]+$ ]] || fail_usage "--bug needs a name such as STARTED_TWICE, not '$argument'" ;;
      *)
        case $argument in
          --seeds | --from | --bug | --bugs) ;;
          -*) fail_usage "unknown option '$argument'; see ./dev sim --help" ;;
          *) [[ $argument =~ ^[0-9]{1,18}$ ]] || fail_usage "'$argument' is no seed" ;;
        esac
        ;;
    esac
    previous=$argument
  done
  [[ $previous != --seeds && $previous != --from && $previous != --bug ]] || fail_usage "$previous needs a value"
  find_jdk
  ensure build
  open_run
  phase compile maven test-compile dependency:build-classpath --projects tests --also-make -DincludeScope=test \
    -Dmdep.outputFile=target/test.classpath || fail "the build failed; see above"
  supervise "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g \
    -cp "tests/target/test-classes:tests/target/classes:$(<tests/target/test.classpath)" "$SIM_CLASS" "$@"
}
