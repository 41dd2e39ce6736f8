package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the command foresees on a host that is there, and that asking starts nothing. */
@Tag("e2e")
@Timeout(180)
class ForesightTest {

  @Test
  void whatIsForeseenIsThereToReadAndDoesNotHappen() throws Exception {
    try (TestEngine engine = TestEngine.start();
        Stack stack = Stack.on(engine)) {
      EcsUser user = stack.user();
      String host = hostId(user);
      user.define("web", EcsUser.echo("main", "sleep"));
      user.client()
          .createService(
              request -> request.serviceName("web").taskDefinition("web").desiredCount(1));
      stack
          .await()
          .until(
              "the service is steady",
              () ->
                  user.client()
                      .describeServices(request -> request.services("web"))
                      .services()
                      .getFirst()
                      .runningCount()
                      .equals(1));
      List<String> before = tasks(user);

      assertPlans(stack, host);
      assertLosses(stack, host);

      assertEquals(before, tasks(user));
      String task = user.run("web");
      assertTrue(user.task(task).containerInstanceArn().endsWith(host));
    }
  }

  private static void assertPlans(Stack stack, String host) {
    assertEquals(
        """
        WOULD  TASKS  SERVICE  DEFINITION  HOST
        start  2      -        web:1       %s
        """
            .formatted(host),
        berth(stack, "plan run-task --task-definition web --count 2"));
    String update = berth(stack, "plan update-service --service web --force-new-deployment");
    assertTrue(
        update.startsWith(
            """
            A deployment of web:1 would begin.
            1 task of older deployments would go when newer ones are healthy.

            WOULD  TASKS  SERVICE  DEFINITION  HOST
            start  1      web      web:1       %s
            """
                .formatted(host)),
        update);
  }

  private static void assertLosses(Stack stack, String host) {
    assertEquals(
        """
        WOULD  TASKS  SERVICE  DEFINITION  HOST
        lose   1      web      web:1       %s

        LACKING  SERVICE  LACKS NOW  WHY                  CLOSEST HOST
        1        web      0          no host takes tasks  -
        """
            .formatted(host),
        berth(stack, "what-if --lose " + host));
    String more =
        berth(stack, "what-if --lose " + host + " --add 1 --like " + host + " --run web --count 2");
    assertTrue(more.contains("start  1      web      web:1       added-1\n"), more);
    assertTrue(more.contains("start  2      -        web:1       added-1\n"), more);
    String losses = berth(stack, "n1");
    assertTrue(
        losses.startsWith("Of 1 host checked, the loss of 1 would not be absorbed.\n"), losses);
    assertTrue(losses.contains(host), losses);
  }

  private static String hostId(EcsUser user) {
    String arn = user.host().containerInstanceArn();
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private static List<String> tasks(EcsUser user) {
    return user.client().listTasks(request -> request.cluster("default")).taskArns();
  }

  private static String berth(Stack stack, String words) {
    SchedulerProcess.Answer answer =
        stack.schedulerProcess().berth(Arrays.stream(words.split(" ", -1)).toArray(String[]::new));
    assertEquals(0, answer.exitCode(), answer::err);
    return answer.out();
  }
}
