# shellcheck shell=bash
# Verbs whose part of Berth does not exist yet: each says so and exits 2; a verb leaves this file when its part comes.

verb_cluster() {
  fail_usage "a cluster of several hosts cannot be run yet: agents do not join yet"
}
