package io.berth.tests.sim;

import io.berth.agent.engine.FakeHost;
import io.berth.agent.engine.Program;
import io.berth.agent.model.ContainerPlan;
import java.util.List;
import java.util.OptionalInt;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.ResourceRequirement;

/** What runs in the containers of a run, known by the names of containers, and its definitions. */
final class Programs implements Program {
  private static final String IMAGE = "app:1";
  private static final String UNKNOWN_IMAGE = "gone:1";
  private static final int FIXED_PORT = 8_080;

  /** Among those from which agents pick. */
  private static final int PORT_INSIDE = 20_003;

  /** The container of whatever stands behind a balancer. */
  static final String WEB = "web";

  /** The families that stand behind balancers. */
  static final List<String> BALANCED = List.of("web", "web-next");

  /** The families that users run; most of them are quiet ones. */
  static final List<String> FAMILIES =
      List.of(
          "steady", "steady", "pair", "ports", "fixed", "inside", "learn", "deaf", "brief",
          "broken");

  static void offerImages(FakeHost engine) {
    engine.offerImage(IMAGE, "sha256:" + "a".repeat(64));
  }

  @Override
  public OptionalInt exitWhenStarted(ContainerPlan plan) {
    return switch (plan.name()) {
      case "short" -> OptionalInt.of(0);
      case "brief" -> OptionalInt.of(7);
      default -> OptionalInt.empty();
    };
  }

  @Override
  public OptionalInt exitWhenToldToStop(ContainerPlan plan) {
    return plan.name().equals("deaf") ? OptionalInt.empty() : OptionalInt.of(143);
  }

  static RegisterTaskDefinitionRequest definition(String family) {
    var request = RegisterTaskDefinitionRequest.builder().family(family);
    ContainerDefinition.Builder main = container(family);
    return switch (family) {
      case "pair" ->
          request
              .containerDefinitions(main.build(), container("short").essential(false).build())
              .build();
      case "ports" ->
          request
              .containerDefinitions(
                  main.portMappings(PortMapping.builder().containerPort(80).hostPort(0).build())
                      .build())
              .build();
      case "web", "web-next" ->
          request
              .containerDefinitions(
                  container(WEB)
                      .portMappings(PortMapping.builder().containerPort(80).hostPort(0).build())
                      .build())
              .build();
      case "fixed" ->
          request
              .containerDefinitions(
                  main.portMappings(
                          PortMapping.builder().containerPort(80).hostPort(FIXED_PORT).build())
                      .build())
              .build();
      case "inside" ->
          request
              .containerDefinitions(
                  main.portMappings(
                          PortMapping.builder().containerPort(80).hostPort(PORT_INSIDE).build())
                      .build())
              .build();
      case "learn" ->
          request
              .containerDefinitions(
                  main.resourceRequirements(
                          ResourceRequirement.builder().type("GPU").value("1").build())
                      .build())
              .build();
      case "broken" -> request.containerDefinitions(main.image(UNKNOWN_IMAGE).build()).build();
      default -> request.containerDefinitions(main.build()).build();
    };
  }

  private static ContainerDefinition.Builder container(String name) {
    return ContainerDefinition.builder().name(name).image(IMAGE).cpu(64).memory(48);
  }
}
