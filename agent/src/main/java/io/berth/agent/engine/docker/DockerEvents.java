package io.berth.agent.engine.docker;

import com.github.dockerjava.api.DockerClient;
import io.berth.agent.engine.ContainerLabels;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Opens streams of one agent's container events. */
final class DockerEvents {

  /** Docker begins to answer a moment before it listens: what falls between is told again. */
  private static final Duration OVERLAP = Duration.ofSeconds(2);

  private final String agent;
  private final DockerClient docker;
  private final InstantSource clock;

  DockerEvents(String agent, DockerClient docker, InstantSource clock) {
    this.agent = agent;
    this.docker = docker;
    this.clock = clock;
  }

  EventStream open() throws EngineException {
    Instant since = clock.instant().minus(OVERLAP);
    var stream = new DockerEventStream();
    DockerEngine.call(
        Kind.FAULT,
        () ->
            docker
                .eventsCmd()
                .withEventTypeFilter("container")
                .withEventFilter("start", "oom", "die", "health_status", "destroy")
                .withLabelFilter(Map.of(ContainerLabels.AGENT, agent))
                .withSince(String.valueOf(since.getEpochSecond()))
                .exec(stream));
    stream.awaitBegin();
    return stream;
  }
}
