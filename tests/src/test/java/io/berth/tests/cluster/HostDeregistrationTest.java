package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.cluster.SchedulerProcess.Answer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecs.model.Task;

/** What becomes of a host, its agent and its containers when it is taken out by force. */
@Tag("e2e")
@Timeout(180)
class HostDeregistrationTest {

  @Test
  void hostThatIsTakenOutIsReplacedAndGoesOnAlone() throws Exception {
    try (TestEngine engine = TestEngine.start();
        Stack stack = Stack.on(engine)) {
      EcsUser user = stack.user();
      AgentProcess leaving = stack.agent();
      String web = user.define("web", EcsUser.echo("main", "sleep"));
      var _ =
          user.client()
              .createService(
                  request -> request.serviceName("web").taskDefinition(web).desiredCount(1));
      String orphan =
          stack
              .await()
              .found("the service has a task", () -> tasks(user).stream().findFirst())
              .taskArn();
      var _ = user.awaitStatus(orphan, "RUNNING");
      stack.newAgent(engine).join();
      stack.awaitHosts(2);
      String host = leaving.hostId();

      var _ =
          user.client()
              .deregisterContainerInstance(request -> request.containerInstance(host).force(true));

      assertEquals("STOPPED", user.task(orphan).lastStatus());
      stack
          .await()
          .until(
              "another task runs elsewhere",
              () ->
                  tasks(user).stream()
                      .anyMatch(task ->
                          task.lastStatus().equals("RUNNING")
                              && !task.containerInstanceArn().endsWith(host)));
      stack
          .await()
          .until(
              "its agent is told", () -> leaving.process().said().contains("berth token create"));
      assertGoesOn(stack, engine, leaving, orphan);
      leaving.process().kill();
      leaving.start();
      stack
          .await()
          .until("it is told again", () -> leaving.process().said().contains("berth token create"));
      assertGoesOn(stack, engine, leaving, orphan);
      assertTrue(told(stack, "hosts", host).contains("\nstate           inactive, silent since "));
      assertEquals(2, told(stack, "hosts").lines().count());
      assertTrue(told(stack, "why", host).contains("host " + host + " was deregistered\n"));
    }
  }

  private static void assertGoesOn(
      Stack stack, TestEngine engine, AgentProcess agent, String orphan) throws Exception {
    var containers = stack.witness(engine).containers(orphan);
    assertEquals(1, containers.size());
    assertTrue(containers.getFirst().getStatus().startsWith("Up "), stack::dump);
    assertTrue(agent.process().isAlive(), stack::dump);
  }

  private static List<Task> tasks(EcsUser user) {
    List<String> arns = user.client().listTasks(request -> request.serviceName("web")).taskArns();
    return arns.isEmpty()
        ? List.of()
        : user.client().describeTasks(request -> request.tasks(arns)).tasks();
  }

  private static String told(Stack stack, String... words) {
    Answer answer = stack.schedulerProcess().berth(words);
    assertEquals(0, answer.exitCode(), () -> answer.err() + answer.out());
    return answer.out();
  }
}
