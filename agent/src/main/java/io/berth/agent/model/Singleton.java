package io.berth.agent.model;

import java.time.Duration;

/**
 * What makes a task the only one of its kind: it stops when its host's lease is over.
 *
 * @param number higher with each copy
 * @param patience how long after the end of the lease it may go on
 */
public record Singleton(long number, Duration patience) {}
