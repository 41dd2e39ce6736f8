package io.berth.scheduler.api;

import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** The ports of a service to which target groups lead, in the shapes of ECS. */
final class ServicePorts {
  private static final int MOST = 5;
  private static final int LONGEST = 2_048;
  private static final Pattern GROUP =
      Pattern.compile("targetgroup/([A-Za-z0-9-]{1,32})/[0-9a-f]{16}");

  private ServicePorts() {}

  /** What a request says; that the definition has such ports is judged apart. */
  static List<BalancedPort> read(ReadTx state, Arns arns, List<LoadBalancer> given) {
    if (given.size() > MOST) {
      throw Lookups.invalid("A service can have at most " + MOST + " target groups.");
    }
    List<BalancedPort> ports = given.stream().map(one -> port(state, arns, one)).toList();
    if (ports.stream().distinct().count() < ports.size()) {
      throw Lookups.invalid("A load balancer is named twice.");
    }
    return ports;
  }

  static void requireKnown(TaskDefinition definition, List<BalancedPort> ports) {
    for (BalancedPort port : ports) {
      Optional<ContainerDefinition> container =
          definition.containerDefinitions().stream()
              .filter(one -> one.name().equals(port.container()))
              .findFirst();
      if (container.isEmpty()) {
        throw Lookups.invalid(
            "The container "
                + Arns.shown(port.container())
                + " does not exist in the task definition.");
      }
      if (container.get().portMappings().stream()
          .noneMatch(mapping ->
              mapping.containerPort() != null && mapping.containerPort() == port.containerPort())) {
        throw Lookups.invalid(
            "The container "
                + Arns.shown(port.container())
                + " did not have a container port "
                + port.containerPort()
                + " defined.");
      }
    }
  }

  static List<LoadBalancer> write(List<BalancedPort> ports) {
    return ports.stream()
        .map(port ->
            LoadBalancer.builder()
                .targetGroupArn(port.targetGroup())
                .containerName(port.container())
                .containerPort(port.containerPort())
                .build())
        .toList();
  }

  private static BalancedPort port(ReadTx state, Arns arns, LoadBalancer given) {
    String group = group(arns, given.targetGroupArn());
    if (given.containerName() == null || given.containerName().isEmpty()) {
      throw Lookups.invalid("The container name of a load balancer can not be blank.");
    }
    if (given.containerPort() == null
        || given.containerPort() < 1
        || given.containerPort() > BalancedPort.HIGHEST) {
      throw Lookups.invalid("The container port of a load balancer must be a port.");
    }
    BalancedPort port = new BalancedPort(group, given.containerName(), given.containerPort());
    Optional<TargetGroup> known = state.find(Tables.TARGET_GROUPS, port.group());
    if (known.filter(it -> group.contains("/" + it.name() + "/")).isEmpty()) {
      throw Lookups.invalid("The target group with targetGroupArn " + group + " does not exist.");
    }
    if (known.get().balancer().isEmpty()) {
      throw Lookups.invalid(
          "The target group with targetGroupArn "
              + group
              + " does not have an associated load balancer.");
    }
    return port;
  }

  private static String group(Arns arns, @Nullable String given) {
    String text = given == null ? "" : given;
    String start = "arn:aws:elasticloadbalancing:" + arns.region() + ":" + arns.account() + ":";
    boolean wellFormed =
        text.length() <= LONGEST
            && text.startsWith(start)
            && GROUP.matcher(text.substring(start.length())).matches();
    if (!wellFormed) {
      throw Lookups.invalid("Invalid target group ARN: " + Arns.shown(text));
    }
    return text;
  }
}
