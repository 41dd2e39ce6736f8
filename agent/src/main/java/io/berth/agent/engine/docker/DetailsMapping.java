package io.berth.agent.engine.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.NetworkSettings;
import com.github.dockerjava.api.model.Ports.Binding;
import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.ContainerStatus.Health;
import io.berth.agent.model.HostPort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads what Docker says of one container; what an engine leaves out is taken as absent. */
final class DetailsMapping {

  private DetailsMapping() {}

  static ContainerDetails map(InspectContainerResponse answer) {
    ContainerState docker = answer.getState();
    var state = state(String.valueOf(docker.getStatus()));
    Long code = docker.getExitCodeLong();
    boolean hasEnded = state == io.berth.agent.engine.ContainerState.ENDED;
    String name = answer.getName();
    return new ContainerDetails(
        new ContainerId(answer.getId()),
        name.startsWith("/") ? name.substring(1) : name,
        labels(answer),
        state,
        hasEnded && code != null ? OptionalInt.of(code.intValue()) : OptionalInt.empty(),
        Boolean.TRUE.equals(docker.getOOMKilled()),
        health(docker.getHealth()),
        answer.getImageId(),
        ports(answer.getNetworkSettings()),
        Instant.parse(answer.getCreated()),
        time(docker.getStartedAt()),
        hasEnded ? time(docker.getFinishedAt()) : Optional.empty(),
        Objects.requireNonNullElse(docker.getError(), ""));
  }

  /** A word of Docker's; a paused container's process is still there, so it counts as running. */
  static io.berth.agent.engine.ContainerState state(String word) {
    return switch (word) {
      case "created" -> io.berth.agent.engine.ContainerState.CREATED;
      case "running", "paused", "restarting" -> io.berth.agent.engine.ContainerState.RUNNING;
      case "removing", "dead" -> io.berth.agent.engine.ContainerState.REMOVING;
      default -> io.berth.agent.engine.ContainerState.ENDED;
    };
  }

  private static Map<String, String> labels(InspectContainerResponse answer) {
    Map<String, String> labels = answer.getConfig().getLabels();
    return labels == null ? Map.of() : labels;
  }

  private static Health health(@Nullable HealthState health) {
    return switch (health == null ? "" : String.valueOf(health.getStatus())) {
      case "starting" -> Health.STARTING;
      case "healthy" -> Health.HEALTHY;
      case "unhealthy" -> Health.UNHEALTHY;
      default -> Health.NONE;
    };
  }

  /** Docker writes the year 1 for what has not happened. */
  private static Optional<Instant> time(@Nullable String text) {
    return text == null || text.isEmpty() || text.startsWith("0001-")
        ? Optional.empty()
        : Optional.of(Instant.parse(text));
  }

  private static List<BoundPort> ports(@Nullable NetworkSettings network) {
    if (network == null || network.getPorts() == null) {
      return List.of();
    }
    var ports = new ArrayList<BoundPort>();
    for (Map.Entry<ExposedPort, Binding[]> entry : network.getPorts().getBindings().entrySet()) {
      Binding[] bindings = entry.getValue();
      for (Binding binding : bindings == null ? new Binding[0] : bindings) {
        ports.add(port(entry.getKey(), binding));
      }
    }
    ports.sort(
        Comparator.comparing(BoundPort::protocol)
            .thenComparingInt(BoundPort::containerPort)
            .thenComparing(BoundPort::hostAddress));
    return ports;
  }

  private static BoundPort port(ExposedPort inside, Binding binding) {
    return new BoundPort(
        inside.getPort(),
        Integer.parseInt(binding.getHostPortSpec()),
        inside.getProtocol() == InternetProtocol.UDP
            ? HostPort.Protocol.UDP
            : HostPort.Protocol.TCP,
        binding.getHostIp());
  }
}
