# shellcheck shell=bash
# The verb format: google-java-format over all our Java sources, in the version that the parent pom names.

verb_format() {
  local only_check='' folder sources differing
  case ${1-} in
    --check)
      only_check=yes
      shift
      ;;
  esac
  refuse_arguments "$@"
  find_jdk
  ensure build
  open_run
  fetch_formatter
  folder=$RUNS/$BERTH_RUN_ID
  find_sources >"$folder/sources"
  # With --dry-run it names the files that it would change.
  format_java --dry-run "@$folder/sources" >"$folder/differing" || fail "the formatter could not read every file; see above"
  cat "$folder/differing"
  mapfile -t sources <"$folder/sources"
  mapfile -t differing <"$folder/differing"
  if [[ -n $only_check ]]; then
    say "${#differing[@]} of ${#sources[@]} files differ from the house format"
    ((${#differing[@]} == 0)) || exit 1
  else
    ((${#differing[@]} == 0)) || format_java --replace "@$folder/differing"
    say "${#differing[@]} of ${#sources[@]} files formatted"
  fi
}

# The folder with the jars of the formatter.
formatter() {
  printf '%s' "target/tools/google-java-format-$(pom_property version.googleJavaFormat)"
}

# Through a pom of its own: the formatter must work on sources that do not compile.
fetch_formatter() {
  local fresh=target/tools/$BERTH_RUN_ID
  [[ ! -d $(formatter) ]] || return 0
  phase "fetch the formatter" maven --file tools/dev/formatter.xml \
    "-Dversion.googleJavaFormat=$(pom_property version.googleJavaFormat)" \
    "org.apache.maven.plugins:maven-dependency-plugin:$(pom_property version.plugin.dependency):copy-dependencies" \
    "-DoutputDirectory=$ROOT/$fresh" || fail "could not fetch the formatter; see above"
  mv "$fresh" "$(formatter)"
}

# Sources of ours: what is generated or kept as a test's material is not.
find_sources() {
  find . -name .git -prune -o -name target -prune -o -path '*/src/*/java/*' -name '*.java' -print | sort
}

# It reads javac's insides, which its JVM must be allowed to: the same list as for the tests.
format_java() {
  local insides
  mapfile -t insides < <(sed -n '/<berth.javacInsides>/,/<\/berth.javacInsides>/s/^ *\(--add-[^ ]*\) *$/\1/p' pom.xml)
  supervise "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "${insides[@]}" \
    -cp "$(formatter)/*" com.google.googlejavaformat.java.Main "$@"
}
