package io.berth.scheduler.api;

import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostLoad;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceHealthStatus;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckResult;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.VersionInfo;

/** Hosts in the shapes of ECS, which calls them container instances. */
final class HostWire {
  private HostWire() {}

  static ContainerInstance write(
      ReadTx state, Arns arns, Host host, Collection<ContainerInstanceField> include) {
    HostFacts facts = host.facts();
    HostLoad load = state.sum(Tables.TASKS, Tables.LOAD_OF_HOST, host.id());
    ContainerInstance.Builder written =
        ContainerInstance.builder()
            .containerInstanceArn(arns.host(host.cluster(), host.id()))
            .ec2InstanceId(host.id().text())
            .version(host.version())
            .versionInfo(version(facts.software()))
            .registeredResources(
                resources(
                    facts.registered(), Set.copyOf(facts.reservedPorts()), gpus(facts, Set.of())))
            .remainingResources(
                resources(
                    facts.registered().lessAtMost(load.taken()),
                    takenPorts(facts, load),
                    gpus(facts, load.devices())))
            .status(status(host))
            .statusReason(reason(host))
            .agentConnected(host.isConnected())
            .runningTasksCount(load.tasks().running())
            .pendingTasksCount(load.tasks().pending())
            .attributes(attributes(host))
            .registeredAt(host.registeredAt())
            .attachments(List.of())
            .tags(
                include.contains(ContainerInstanceField.TAGS)
                    ? Tags.write(host.tags())
                    : List.of());
    if (include.contains(ContainerInstanceField.CONTAINER_INSTANCE_HEALTH)) {
      written.healthStatus(health(host.contact()));
    }
    return written.build();
  }

  /** In ECS's word, which has one for all that is to be emptied. */
  static String status(Host host) {
    return switch (host.status()) {
      case ACTIVE -> "ACTIVE";
      case DRAINING, SHUTTING_DOWN -> "DRAINING";
      case INACTIVE -> "INACTIVE";
    };
  }

  /** Absent where the status says it all. */
  private static @Nullable String reason(Host host) {
    return switch (host.status()) {
      case SHUTTING_DOWN -> "The machine of the container instance shuts down.";
      case ACTIVE, DRAINING, INACTIVE -> null;
    };
  }

  private static VersionInfo version(HostFacts.Software software) {
    String engine =
        switch (software.engine()) {
          case DOCKER -> "DockerVersion: ";
          case PODMAN -> "PodmanVersion: ";
        };
    return VersionInfo.builder()
        .agentVersion(software.agentVersion())
        .dockerVersion(engine + software.engineVersion())
        .build();
  }

  private static Set<HostPort> takenPorts(HostFacts facts, HostLoad load) {
    Set<HostPort> taken = new HashSet<>(facts.reservedPorts());
    taken.addAll(load.staticPorts());
    return taken;
  }

  private static List<Resource> resources(
      Resources amount, Set<HostPort> taken, Optional<List<String>> gpus) {
    List<Resource> resources =
        new ArrayList<>(
            List.of(
                number("CPU", amount.cpuUnits()),
                number("MEMORY", amount.memoryMib()),
                set("PORTS", ports(taken, HostPort.Protocol.TCP)),
                set("PORTS_UDP", ports(taken, HostPort.Protocol.UDP))));
    gpus.ifPresent(ids -> resources.add(set("GPU", ids)));
    return resources;
  }

  /** Those that are not some task's own; a host without any has no such resource. */
  private static Optional<List<String>> gpus(HostFacts facts, Set<String> taken) {
    List<String> all =
        facts.devices().stream()
            .filter(device -> device.kind().equals(HostFacts.Device.GPU))
            .map(HostFacts.Device::id)
            .sorted()
            .toList();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.stream().filter(id -> !taken.contains(id)).toList());
  }

  private static List<String> ports(Set<HostPort> taken, HostPort.Protocol protocol) {
    return taken.stream()
        .filter(port -> port.protocol() == protocol)
        .map(HostPort::number)
        .sorted()
        .map(String::valueOf)
        .toList();
  }

  private static Resource number(String name, long amount) {
    return Resource.builder()
        .name(name)
        .type("INTEGER")
        .doubleValue(0.0)
        .longValue(0L)
        .integerValue((int) Math.min(Integer.MAX_VALUE, amount))
        .build();
  }

  private static Resource set(String name, List<String> values) {
    return Resource.builder()
        .name(name)
        .type("STRINGSET")
        .doubleValue(0.0)
        .longValue(0L)
        .integerValue(0)
        .stringSetValue(values)
        .build();
  }

  private static List<Attribute> attributes(Host host) {
    return host.attributes().entrySet().stream()
        .map(attribute -> attribute(attribute.getKey(), attribute.getValue()))
        .toList();
  }

  /** One of a host or one that is asked for; the empty text is no value. */
  static Attribute attribute(String name, String value) {
    Attribute.Builder attribute = Attribute.builder().name(name);
    return value.isEmpty() ? attribute.build() : attribute.value(value).build();
  }

  /** The engine is the one thing of a host whose health is known; of a silent host nothing is. */
  private static ContainerInstanceHealthStatus health(Contact contact) {
    return switch (contact.link()) {
      case Contact.Link.Connected(var since) -> health(contact.engine(), since);
      case Contact.Link.Silent(var since) -> health("INSUFFICIENT_DATA", since, since);
      case Contact.Link.Lost(var since, _) -> health("INSUFFICIENT_DATA", since, since);
    };
  }

  private static ContainerInstanceHealthStatus health(Contact.Engine engine, Instant heard) {
    String status =
        switch (engine.availability()) {
          case AVAILABLE -> "OK";
          case SLOW, UNAVAILABLE -> "IMPAIRED";
        };
    return health(status, engine.since(), heard.isAfter(engine.since()) ? heard : engine.since());
  }

  private static ContainerInstanceHealthStatus health(
      String status, Instant changed, Instant updated) {
    return ContainerInstanceHealthStatus.builder()
        .overallStatus(status)
        .details(
            InstanceHealthCheckResult.builder()
                .type("CONTAINER_RUNTIME")
                .status(status)
                .lastStatusChange(changed)
                .lastUpdated(updated)
                .build())
        .build();
  }
}
