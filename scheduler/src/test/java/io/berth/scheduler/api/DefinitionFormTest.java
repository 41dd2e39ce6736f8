package io.berth.scheduler.api;

import static io.berth.scheduler.api.Definitions.normal;
import static io.berth.scheduler.api.Definitions.task;
import static io.berth.scheduler.api.Definitions.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** What ECS fills in where a definition is silent. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class DefinitionFormTest {

  @Test
  void silentMembersOfAContainerAreFilledIn() {
    TaskDefinition definition = normal(with(_ -> {}));
    ContainerDefinition container = definition.containerDefinitions().getFirst();

    assertEquals(0, container.cpu());
    assertTrue(container.essential());
    assertTrue(container.hasPortMappings());
    assertTrue(container.hasEnvironment());
    assertTrue(container.hasMountPoints());
    assertTrue(container.hasVolumesFrom());
    assertTrue(container.hasSystemControls());
    assertFalse(container.hasCommand());
    assertTrue(definition.hasVolumes());
    assertTrue(definition.hasPlacementConstraints());
    assertNull(definition.networkMode());
  }

  @ParameterizedTest
  @CsvSource({",0", "bridge,0", "host,80", "awsvpc,80"})
  void hostPortsAreFilledInByTheNetworkMode(String mode, int hostPort) {
    PortMapping port =
        normal(
                with(one -> one.portMappings(two -> two.containerPort(80)))
                    .copy(task -> task.networkMode(mode)))
            .containerDefinitions()
            .getFirst()
            .portMappings()
            .getFirst();

    assertEquals(hostPort, port.hostPort());
    assertEquals("tcp", port.protocolAsString());
  }

  @ParameterizedTest
  @CsvSource({"host,80", "awsvpc,80", "bridge,0"})
  void hostPortZeroIsAnyOneWhereThereIsAChoiceAndElseTheContainersOwn(String mode, int hostPort) {
    PortMapping port =
        normal(
                with(one -> one.portMappings(two -> two.containerPort(80).hostPort(0)))
                    .copy(task -> task.networkMode(mode)))
            .containerDefinitions()
            .getFirst()
            .portMappings()
            .getFirst();

    assertEquals(hostPort, port.hostPort());
  }

  @ParameterizedTest
  @CsvSource({
    "1 vCPU,1024,1 GB,1024",
    ".5 vcpu,512,0.5gb,512",
    "256,256,512,512",
    "' 2048 ',2048,100 GB,102400"
  })
  void sizesAreWrittenInSmallUnits(String cpu, String units, String memory, String mib) {
    TaskDefinition definition = normal(task(task -> task.cpu(cpu).memory(memory)));

    assertEquals(units, definition.cpu());
    assertEquals(mib, definition.memory());
  }

  @Test
  void theNormalFormIsItsOwnNormalForm() {
    TaskDefinition once =
        normal(
            with(one ->
                    one.healthCheck(check -> check.command("CMD", "true"))
                        .portMappings(port -> port.containerPort(80)))
                .copy(task -> task.cpu("1 vCPU")));

    assertEquals(once, normal(DefinitionForm.request(once)));
    assertEquals(30, once.containerDefinitions().getFirst().healthCheck().interval());
  }
}
