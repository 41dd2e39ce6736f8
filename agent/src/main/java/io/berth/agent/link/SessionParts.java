package io.berth.agent.link;

import io.berth.agent.task.MergedReports;
import io.berth.agent.task.TaskRunners;
import io.berth.peer.ClockOffset;

/** What sessions work with; all of it outlives each of them. */
public record SessionParts(
    TaskRunners runners,
    MergedReports reports,
    Lease lease,
    ClockOffset offset,
    PlanRoom room,
    Greeting greeting,
    Departure departure) {}
