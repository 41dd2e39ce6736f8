package io.berth.agent.task;

import java.time.Instant;

/** One life of the host: the kernel's id of it and, as far as the clock can tell, when it began. */
public record Boot(String id, Instant at) {}
