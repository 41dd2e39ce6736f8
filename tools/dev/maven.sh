# shellcheck shell=bash
# Runs Maven quietly: warnings and failures are shown, the rest is not.

# The value of a property in the parent pom: versions are written there alone.
pom_property() {
  sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" pom.xml | head -n 1
}

modules() {
  sed -n 's|.*<module>\(.*\)</module>.*|\1|p' pom.xml
}

maven() {
  supervise ./mvnw -B -ntp -Dorg.slf4j.simpleLogger.defaultLogLevel=warn "$@"
}
