# shellcheck shell=bash
# The verbs check, test and full: which tests are chosen, how they are run, and how the result is told.

# Modules that do not need each other are built and tested side by side; the long one comes last, by itself.
# Maven would warn once a module that the plugin which picks the JDK does not call itself fit for that; it only reads.
PARALLEL=(--threads=2 -Dorg.slf4j.simpleLogger.log.org.apache.maven.lifecycle.internal.builder.BuilderCommon=error)

verb_check() {
  refuse_arguments "$@"
  find_jdk
  ensure build
  run_rounds 1 "-Dberth.excludedGroups=e2e | full"
}

verb_full() {
  refuse_arguments "$@"
  find_jdk
  ensure build test
  run_rounds 1 -Dberth.excludedGroups=
}

verb_test() {
  local name='' rounds=1 selection
  while (($# > 0)); do
    case $1 in
      --repeat)
        [[ ${2-} =~ ^[1-9][0-9]{0,5}$ ]] || fail_usage "--repeat needs a number of rounds, not '${2-}'"
        rounds=$2
        shift 2
        ;;
      -*) fail_usage "unknown option '$1'; see ./dev test --help" ;;
      *)
        [[ -z $name ]] || fail_usage "one NAME at a time, not '$name' and '$1'"
        [[ $1 =~ ^[A-Za-z0-9_*?-]+$ ]] || fail_usage "'$1' is no name of a test class or suite"
        name=$1
        shift
        ;;
    esac
  done
  selection=$(select_tests "$name")
  if [[ -z $selection ]] && is_module "$name"; then fail_usage "the module $name has no tests yet"; fi
  [[ -n $selection ]] || fail_usage "there is no test class or suite '$name'; suites are e2e, full, $(modules | paste -sd ' ')"
  find_jdk
  ensure build test
  mapfile -t selection <<<"$selection"
  run_rounds "$rounds" "${selection[@]}"
}

# Maven's arguments for a NAME, one per line; nothing when nobody has that name.
select_tests() {
  local name=$1
  case $name in
    '') printf '%s\n' -Dberth.excludedGroups=full ;;
    e2e) printf '%s\n' -Dberth.groups=e2e -Dberth.excludedGroups=full ;;
    full) printf '%s\n' -Dberth.groups=full -Dberth.excludedGroups= ;;
    *)
      if is_module "$name"; then
        select_classes '*' "$name" -Dberth.excludedGroups=full
      else
        select_classes "$name" "$(modules | paste -sd ' ')" -Dberth.excludedGroups=
      fi
      ;;
  esac
}

is_module() {
  modules | grep -xF -- "$1" >/dev/null
}

# select_classes PATTERN MODULES ARGUMENT: only classes that a plain build takes for tests, so that a class
# runs under its name exactly when it runs at all.
select_classes() {
  local module file chosen='' classes=''
  for module in $2; do
    [[ -d $module/src/test/java ]] || continue
    while IFS= read -r file; do
      [[ ,$chosen, == *",$module,"* ]] || chosen+=${chosen:+,}$module
      file=${file#"$module/src/test/java/"}
      file=${file%.java}
      classes+=${classes:+,}${file//\//.}
    done < <(find "$module/src/test/java" -name "$1.java" \
      \( -name 'Test*.java' -o -name '*Test.java' -o -name '*Tests.java' -o -name '*TestCase.java' \) | sort)
  done
  [[ -z $classes ]] || printf '%s\n' --projects "$chosen" --also-make "-Dtest=$classes" "$3"
}

# run_rounds N ARGUMENT...: builds once, then runs the chosen tests N times or until a round is red.
run_rounds() {
  local rounds=$1 round built broken=''
  shift
  open_run
  remove_reports
  phase compile maven "${PARALLEL[@]}" test-compile "$@" || broken=compile
  built=$PHASES
  for ((round = 1; round <= rounds; round++)); do
    if [[ -z $broken ]]; then
      remove_reports
      # Of a thousand rounds only the last one is worth a word at the end.
      PHASES=$built
      phase "tests$( ((rounds == 1)) || printf ' (round %s of %s)' "$round" "$rounds")" \
        maven "${PARALLEL[@]}" --fail-at-end test "$@" || broken=tests
    fi
    if [[ -n $broken ]] || ! report '' "$@" >/dev/null; then
      ((rounds == 1)) || complain "round $round of $rounds is red"
      break
    fi
  done
  # Before the last word: nothing may follow the line that counts the tests.
  close_run
  report "$broken" "$@"
}

# Else the results of an earlier run would be counted again.
remove_reports() {
  local module
  while IFS= read -r module; do
    rm -f "$module"/target/surefire-reports/TEST-*.xml
  done < <(modules)
}

# report BROKEN ARGUMENT...: tells the result of a run of Maven with these arguments from Surefire's reports;
# BROKEN names the phase in which Maven failed, if it did.
report() {
  local module files=() silent=''
  while IFS= read -r module; do
    if compgen -G "$module/target/surefire-reports/TEST-*.xml" >/dev/null; then
      files+=("$module"/target/surefire-reports/TEST-*.xml)
    elif [[ -n $1 && $* != *-Dtest=* && -n $(select_classes '*' "$module" '') ]]; then
      silent+=" $module"
    fi
  done < <(modules)
  awk -f tools/dev/report.awk -v broken="$1" -v phases="$PHASES" -v seconds="$SECONDS" \
    -v silent="$silent" "${files[@]}" /dev/null
}
