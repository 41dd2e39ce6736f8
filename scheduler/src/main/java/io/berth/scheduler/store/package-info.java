/**
 * The state of the installation: one writer, many readers. {@link
 * io.berth.scheduler.store.StateStore} is the door; {@link io.berth.scheduler.store.Tables} lists
 * what is kept. A change is decided in memory by a transaction, made durable by the {@link
 * io.berth.scheduler.store.Journal}, then published, then told to watchers, then answered, in this
 * order. Knows neither bytes nor wires: how rows are stored is the business of the room below.
 */
@NullMarked
package io.berth.scheduler.store;

import org.jspecify.annotations.NullMarked;
