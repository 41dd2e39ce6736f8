package io.berth.scheduler.peer;

import io.berth.scheduler.store.StateStore;
import java.util.function.Consumer;

/** What all sessions with one kind of peers share. */
public record Lobby<C>(
    StateStore store,
    Rejoins rejoins,
    Seats<C> seats,
    SessionTimes times,
    Trusted trusted,
    Consumer<Alarm> alarms) {}
