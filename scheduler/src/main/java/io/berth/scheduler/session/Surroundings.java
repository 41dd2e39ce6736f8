package io.berth.scheduler.session;

import io.berth.scheduler.control.Adoption;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Lobby;

/** What all sessions with agents share. */
record Surroundings(
    Lobby<TaskId> lobby,
    HostCommands hosts,
    TaskCommands tasks,
    Adoption adoption,
    Greeter greeter) {}
