package io.berth.scheduler.session;

import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.store.StateStore;
import java.util.function.Consumer;

/** What all sessions of a scheduler share. */
record Surroundings(
    StateStore store,
    HostCommands hosts,
    TaskCommands tasks,
    Greeter greeter,
    Rejoins rejoins,
    Sessions sessions,
    SessionTimes times,
    Consumer<Alarm> alarms) {}
