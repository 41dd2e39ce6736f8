package io.berth.scheduler.peer;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What the port lends to those who serve peers on it.
 *
 * @param threads a virtual thread for each stream and loop; all end with the port
 * @param streamsPerPeer open at once, those that are being replaced among them
 */
public record PortShell(
    Executor threads, Supplier<Moment> clock, Rejoins rejoins, int streamsPerPeer) {}
