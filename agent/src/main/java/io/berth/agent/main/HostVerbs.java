package io.berth.agent.main;

import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.engine.ContainerSummary;
import io.berth.agent.engine.EngineDescription;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.VolumeSummary;
import io.berth.agent.engine.docker.CallDeadlines;
import io.berth.agent.engine.docker.DockerEngine;
import io.berth.agent.engine.docker.EngineSocket;
import io.berth.agent.model.HostFacts.EngineFacts;
import io.berth.base.StateLock;
import io.berth.peer.LinkFiles;
import io.berth.peer.PeerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an operator asks of this host beside a running agent; each answers a sentence. */
final class HostVerbs {
  /** What an engine is asked as when this host has not joined; nothing there carries this name. */
  private static final String NOBODY = "nobody";

  private final AgentConfig config;

  HostVerbs(AgentConfig config) {
    this.config = config;
  }

  /** Whether the engine answers, what it is, and what of this host's agent is there. */
  String check() throws IOException, EngineException {
    try (ContainerEngine engine = engine(identity().orElse(NOBODY))) {
      EngineDescription described = engine.describe();
      EngineFacts facts = described.engine();
      return "%s %s answers at %s; containers of this agent: %d"
          .formatted(
              facts.kind().name().toLowerCase(Locale.ROOT),
              facts.version(),
              config.dockerHost(),
              engine.list().size());
    }
  }

  /** Removes every container and volume that the agent of this host made, and nothing else. */
  String clean() throws IOException, EngineException {
    Optional<String> identity = identity();
    if (identity.isEmpty()) {
      return "this host has never joined, so there is nothing to remove";
    }
    // A running agent would make anew what it has promised.
    try (StateLock _ = StateLock.take(config.state())) {
      try (ContainerEngine engine = engine(identity.get())) {
        List<ContainerSummary> containers = engine.list();
        for (ContainerSummary container : containers) {
          engine.remove(container.id());
        }
        List<VolumeSummary> volumes = engine.listVolumes();
        for (VolumeSummary volume : volumes) {
          engine.removeVolume(volume.engineName());
        }
        return "removed: containers %d, volumes %d".formatted(containers.size(), volumes.size());
      }
    }
  }

  private ContainerEngine engine(String agent) {
    return new DockerEngine(
        agent,
        EngineSocket.parse(config.dockerHost()),
        CallDeadlines.USUAL,
        InstantSource.system());
  }

  private Optional<String> identity() throws IOException {
    return Files.isDirectory(config.state())
        ? new LinkFiles(config.state()).identity().map(PeerIdentity::id)
        : Optional.empty();
  }
}
