package io.berth.agent.engine;

import io.berth.agent.model.HostFacts.Architecture;
import io.berth.agent.model.HostFacts.EngineFacts;

/** What an engine and the machine under it are. */
public record EngineDescription(
    EngineFacts engine,
    Architecture architecture,
    int cpus,
    long memoryBytes,
    int cgroupVersion,
    String osName,
    String kernelRelease,
    boolean liveRestore) {}
