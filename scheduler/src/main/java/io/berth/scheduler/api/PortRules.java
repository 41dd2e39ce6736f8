package io.berth.scheduler.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.PortMapping;

/** Which ports the containers of a definition may ask for, alone and together. */
final class PortRules {
  private static final int MOST = 100;
  private static final int HIGHEST = 65_535;
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp");
  private static final Set<String> APP_PROTOCOLS = Set.of("http", "http2", "grpc");
  private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,63}");
  private static final Pattern RANGE = Pattern.compile("([1-9][0-9]{0,4})-([1-9][0-9]{0,4})");

  private PortRules() {}

  /** A mapping with what it means where it says nothing. */
  private record Key(int port, String protocol) {}

  static String protocol(PortMapping mapping) {
    String protocol = mapping.protocolAsString();
    return protocol == null ? "tcp" : protocol;
  }

  static void check(ContainerDefinition container, String networkMode) {
    List<PortMapping> mappings = container.portMappings();
    Demand.atMost(MOST, mappings, "Container.portMappings");
    Demand.that(
        mappings.isEmpty() || !networkMode.equals(DefinitionRules.NONE),
        "Port mappings are not allowed when networkMode=none.");
    mappings.forEach(mapping -> check(mapping, networkMode));
    Demand.distinct(
        mappings.stream()
            .filter(one -> one.containerPort() != null)
            .map(one -> new Key(one.containerPort(), protocol(one)))
            .toList(),
        "The container ports of container '" + container.name() + "'");
  }

  /** What containers may not both have: fixed ports of the host, or of the network they share. */
  static void together(List<ContainerDefinition> containers, String networkMode) {
    List<Key> taken = new ArrayList<>();
    for (ContainerDefinition container : containers) {
      for (PortMapping mapping : container.portMappings()) {
        boolean shared =
            networkMode.equals(DefinitionRules.HOST) || networkMode.equals(DefinitionRules.AWSVPC);
        Integer port = shared ? mapping.containerPort() : mapping.hostPort();
        if (port != null && port != 0) {
          taken.add(new Key(port, protocol(mapping)));
        }
      }
    }
    Demand.distinct(taken, "The host ports of a task definition");
    Demand.that(
        taken.size() <= MOST, "A task definition can have at most " + MOST + " fixed host ports.");
  }

  private static void check(PortMapping mapping, String networkMode) {
    Demand.oneOf(mapping.protocolAsString(), PROTOCOLS, "portMappings.protocol");
    Demand.oneOf(mapping.appProtocolAsString(), APP_PROTOCOLS, "portMappings.appProtocol");
    Demand.that(
        mapping.name() == null || NAME.matcher(mapping.name()).matches(),
        "PortMapping.name contains invalid characters or is too long.");
    Demand.that(
        mapping.appProtocolAsString() == null || mapping.name() != null,
        "PortMapping.name is required when appProtocol is specified.");
    if (mapping.containerPortRange() != null) {
      range(mapping, networkMode);
      return;
    }
    Demand.that(
        mapping.containerPort() != null,
        "Container.portMappings.containerPort should not be null.");
    Demand.between(mapping.containerPort(), 1, HIGHEST, "Container.portMappings.containerPort");
    Demand.between(mapping.hostPort(), 0, HIGHEST, "Container.portMappings.hostPort");
    boolean free = networkMode.equals(DefinitionRules.BRIDGE);
    Demand.that(
        free || isSilent(mapping) || mapping.hostPort().equals(mapping.containerPort()),
        "When networkMode="
            + networkMode
            + ", the host ports and container ports in port mappings must match.");
  }

  /** Zero says as little as nothing does: any port, or where there is no choice, the same one. */
  static boolean isSilent(PortMapping mapping) {
    return mapping.hostPort() == null || mapping.hostPort() == 0;
  }

  private static void range(PortMapping mapping, String networkMode) {
    Matcher ends = RANGE.matcher(mapping.containerPortRange());
    Demand.that(
        ends.matches()
            && Integer.parseInt(ends.group(1)) <= Integer.parseInt(ends.group(2))
            && Integer.parseInt(ends.group(2)) <= HIGHEST,
        "Invalid containerPortRange.");
    Demand.that(
        mapping.containerPort() == null && mapping.hostPort() == null,
        "containerPort and hostPort cannot be specified with containerPortRange.");
    Demand.that(
        !networkMode.equals(DefinitionRules.HOST),
        "containerPortRange is not supported when networkMode=host.");
  }
}
