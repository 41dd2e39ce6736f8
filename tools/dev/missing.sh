# shellcheck shell=bash
# Verbs whose part of Berth does not exist yet: each says so and exits 2; a verb leaves this file when its part comes.

verb_sim() {
  fail_usage "the simulator does not exist yet"
}
