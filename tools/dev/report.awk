# Reads Surefire's XML reports (module/target/surefire-reports/TEST-*.xml) and tells the result of a run:
# a table of modules, the slowest classes, each failed and skipped test, and a last line that counts them.
# Exits 0 only when tests ran and all of them passed.
#
# Variables: broken (the phase in which Maven itself failed, or empty), phases, seconds, silent (modules that
# Maven did not come to, because it failed before).

BEGIN { RS = ">" }

FNR == 1 {
  text = 0
  module = FILENAME
  sub(/\/.*/, "", module)
}

# A record is what stands before a ">": one tag, or a piece of a test's output, which may look like tags.
text {
  if ($0 ~ /\]\]$/) text = 0
  next
}

/<!\[CDATA\[/ {
  if ($0 !~ /\]\]$/) text = 1
  next
}

/<testsuite[ \t\r\n]/ {
  suite = attribute("name")
  if (!(module in known)) {
    known[module] = 1
    order[++modules] = module
  }
  spent = attribute("time")
  gsub(/,/, "", spent)
  module_seconds[module] += spent
  class_seconds[suite] += spent
  class_module[suite] = module
}

/<testcase[ \t\r\n]/ {
  test = attribute("classname") "." attribute("name")
  outcome = "passed"
  if ($0 ~ /\/$/) count()
}

/<(failure|error)([ \t\r\n\/]|$)/ { outcome = "failed" }

/<skipped([ \t\r\n\/]|$)/ { outcome = "skipped" }

/<\/testcase$/ { count() }

END {
  if (modules > 0) print_modules()
  if (length(class_seconds) > 0) print_slowest(5)
  for (i = 1; i <= failures; i++) print "FAILED  " failed_tests[i]
  for (i = 1; i <= skips; i++) print "SKIPPED " skipped_tests[i] " (a skipped test fails the run)"
  if (broken != "" && totals["failed"] == 0) {
    print "FAILED  the build itself (" broken "); see above"
    totals["failed"]++
  }
  if (silent != "") print "NO RESULT from" silent
  all = totals["passed"] + totals["failed"] + totals["skipped"]
  if (all == 0) print "FAILED  no test ran"
  print "total " seconds " s: " phases
  line = (totals["passed"] + 0) " passed, " (totals["failed"] + 0) " failed"
  if (totals["skipped"] > 0) line = line ", " totals["skipped"] " skipped"
  print line
  exit !(all > 0 && totals["passed"] == all)
}

function count() {
  totals[outcome]++
  module_count[module, outcome]++
  if (outcome == "failed") failed_tests[++failures] = test
  if (outcome == "skipped") skipped_tests[++skips] = test
}

function attribute(name,    value) {
  if (!match($0, "[ \t\r\n]" name "=\"[^\"]*\"")) return ""
  value = substr($0, RSTART, RLENGTH)
  sub(/^[^"]*"/, "", value)
  sub(/"$/, "", value)
  gsub(/&#1[03];/, " ", value)
  gsub(/&lt;/, "<", value)
  gsub(/&gt;/, ">", value)
  gsub(/&quot;/, "\"", value)
  gsub(/&apos;/, "'", value)
  gsub(/&amp;/, "\\&", value)
  return value
}

function print_modules(    i, name, tests) {
  printf "%-12s %7s %7s %9s\n", "module", "tests", "failed", "seconds"
  for (i = 1; i <= modules; i++) {
    name = order[i]
    tests = module_count[name, "passed"] + module_count[name, "failed"] + module_count[name, "skipped"]
    printf "%-12s %7d %7d %9.1f\n", name, tests, module_count[name, "failed"], module_seconds[name]
  }
}

function print_slowest(limit,    i, name, slowest) {
  print "slowest classes"
  for (i = 1; i <= limit; i++) {
    slowest = ""
    for (name in class_seconds) {
      if (slowest == "" || class_seconds[name] > class_seconds[slowest]) slowest = name
    }
    if (slowest == "") return
    printf "%9.1f s  %s (%s)\n", class_seconds[slowest], slowest, class_module[slowest]
    delete class_seconds[slowest]
  }
}
