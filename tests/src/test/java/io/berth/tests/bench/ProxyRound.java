package io.berth.tests.bench;

/**
 * What one front did in one round.
 *
 * @param cpuMicros of its own processes, per request
 */
record ProxyRound(double perSecond, double p50Micros, double p99Micros, double cpuMicros) {}
