# shellcheck shell=bash
# Verbs whose part of Berth does not exist yet: each says so and exits 2; a verb leaves this file when its part comes.

verb_up() {
  fail_usage "the scheduler and the agent do not exist yet"
}

verb_down() {
  fail_usage "the scheduler and the agent do not exist yet, so nothing can be running"
}

verb_env() {
  fail_usage "the scheduler and the agent do not exist yet, so there is nothing to point at"
}

verb_berth() {
  fail_usage "the berth command does not exist yet"
}

verb_sim() {
  fail_usage "the simulator does not exist yet"
}

verb_cluster() {
  fail_usage "the scheduler and the agent do not exist yet"
}
