package io.berth.agent.task;

import io.berth.agent.engine.ContainerEngine;

/** What tasks work with on this host. */
public record Workplace(
    ContainerEngine engine,
    TaskJournal journal,
    Reporter reporter,
    DynamicPorts ports,
    TaskSettings settings) {}
