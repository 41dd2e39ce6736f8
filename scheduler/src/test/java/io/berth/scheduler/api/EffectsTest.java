package io.berth.scheduler.api;

import static io.berth.scheduler.api.Definitions.container;
import static io.berth.scheduler.api.Definitions.containers;
import static io.berth.scheduler.api.Definitions.task;
import static io.berth.scheduler.api.Definitions.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/** What would change what runs and cannot yet is refused by its path, and nothing else is. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class EffectsTest {

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(task(task -> task.pidMode("host")), "pidMode is not supported yet"),
        Arguments.of(
            task(task -> task.networkMode("awsvpc")),
            "networkMode is not supported yet except with bridge, host, none"),
        Arguments.of(
            containers(container("a"), container("b", one -> one.links("a"))),
            "containerDefinitions[1].links is not supported yet"),
        Arguments.of(
            with(one -> one.linuxParameters(linux -> linux.maxSwap(0))),
            "containerDefinitions[0].linuxParameters.maxSwap is not supported yet"),
        Arguments.of(
            task(task -> task.volumes(one -> one.name("v").efsVolumeConfiguration(_ -> {}))),
            "volumes[0].efsVolumeConfiguration is not supported yet"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refused")
  void whatCannotBeDoneYetIsRefusedByName(RegisterTaskDefinitionRequest request, String sentence) {
    ApiError refusal =
        assertThrows(
            ApiError.class, () -> Effects.refuseUnsupported(DefinitionForm.normalise(request)));

    assertEquals("ClientException", refusal.code());
    assertEquals(sentence, refusal.sentence());
  }

  @Test
  void whatAsksForNothingIsNotRefused() {
    Effects.refuseUnsupported(
        DefinitionForm.normalise(
            with(one ->
                    one.disableNetworking(false)
                        .links(new String[0])
                        .logConfiguration(log -> log.logDriver("awslogs"))
                        .dockerLabels(Map.of("a", "b")))
                .copy(task -> task.enableFaultInjection(false).executionRoleArn("role"))));
    Effects.refuseUnsupported(
        "RunTask", RunTaskRequest.builder().enableExecuteCommand(false).count(3).build());
  }

  @Test
  void membersOfTheRequestToRunAreJudgedToo() {
    RunTaskRequest request =
        RunTaskRequest.builder()
            .overrides(over -> over.containerOverrides(one -> one.name("a")).taskRoleArn("role"))
            .build();

    ApiError refusal =
        assertThrows(ApiError.class, () -> Effects.refuseUnsupported("RunTask", request));

    assertEquals("overrides.taskRoleArn is not supported yet", refusal.sentence());
  }
}
