package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/** What would change how a task runs, and does not yet, is refused by its name. */
@Tag("e2e")
@Timeout(240)
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class NotEffectiveYetTest {
  @SuppressWarnings("NullAway.Init")
  private static Stack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = Stack.scheduler();
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  record Refused(String member, Consumer<RegisterTaskDefinitionRequest.Builder> change) {
    @Override
    public String toString() {
      return member;
    }
  }

  static Stream<Refused> refused() {
    return Stream.of(
        new Refused("taskRoleArn", task -> task.taskRoleArn("role")),
        new Refused("networkMode", task -> task.networkMode("awsvpc")),
        new Refused("pidMode", task -> task.pidMode("host")),
        new Refused("ipcMode", task -> task.ipcMode("host")),
        inContainer("secrets", one -> one.secrets(it -> it.name("A").valueFrom("arn"))),
        inContainer(
            "environmentFiles", one -> one.environmentFiles(it -> it.type("s3").value("arn"))),
        inContainer("links", one -> one.links("other")),
        inContainer("volumesFrom", one -> one.volumesFrom(it -> it.sourceContainer("other"))),
        inContainer("disableNetworking", one -> one.disableNetworking(true)),
        inContainer("dockerSecurityOptions", one -> one.dockerSecurityOptions("no-new-privileges")),
        inContainer(
            "repositoryCredentials",
            one -> one.repositoryCredentials(it -> it.credentialsParameter("arn"))),
        inContainer(
            "firelensConfiguration", one -> one.firelensConfiguration(it -> it.type("fluentbit"))));
  }

  private static Refused inContainer(String member, Consumer<ContainerDefinition.Builder> change) {
    return new Refused(
        "containerDefinitions[0]." + member,
        task ->
            task.containerDefinitions(
                EngineStage.sleeping("main").copy(change), EngineStage.sleeping("other")));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNotEffectiveYetIsRefusedByName(Refused row) {
    String definition =
        stack
            .user()
            .client()
            .registerTaskDefinition(task -> {
              task.family("refused").containerDefinitions(EngineStage.sleeping("main"));
              row.change().accept(task);
            })
            .taskDefinition()
            .taskDefinitionArn();

    EcsException refusal = assertThrows(EcsException.class, () -> stack.user().run(definition));
    assertEquals("ClientException", refusal.awsErrorDetails().errorCode());
    assertTrue(
        refusal.awsErrorDetails().errorMessage().startsWith(row.member() + " is not supported yet"),
        refusal.awsErrorDetails()::errorMessage);
  }
}
