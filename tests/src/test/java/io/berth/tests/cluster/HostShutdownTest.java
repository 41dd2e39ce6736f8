package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.cluster.SchedulerProcess.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * What the end of an agent and the shutdown of its machine do to what runs there: the first
 * nothing, the second empties the host until the machine has started anew. Two agents share one
 * engine; another start of the machine is another boot id that the agent is shown.
 */
@Tag("e2e")
@Timeout(300)
class HostShutdownTest {
  private TestEngine engine;
  private Stack stack;
  private AgentProcess leaving;
  private AgentProcess staying;

  @BeforeEach
  void twoHostsAndTasks() throws Exception {
    engine = TestEngine.start();
    stack = Stack.on(engine);
    leaving = stack.agent();
    staying = stack.newAgent(engine);
    staying.join();
    stack.awaitHosts(2);
    EcsUser user = stack.user();
    String web = user.define("web", EcsUser.echo("main", "sleep"));
    var _ =
        user.client()
            .createService(
                request -> request.serviceName("web").taskDefinition(web).desiredCount(2));
    awaitRunning(1, leaving);
    awaitRunning(1, staying);
  }

  @AfterEach
  void close() throws Exception {
    stack.close();
    engine.close();
  }

  @Test
  void endOfTheAgentAloneMovesNothing() throws Exception {
    List<Task> before = tasks(leaving);
    EngineWitness witness = stack.witness(engine);

    assertEquals(0, leaving.process().terminate());
    leaving.start();
    stack.awaitHosts(2);

    assertEquals("ACTIVE", host(leaving).status());
    assertEquals(List.of(), witness.startsOfAll());
    List<Task> after = tasks(leaving);
    assertEquals(
        before.stream().map(Task::taskArn).toList(), after.stream().map(Task::taskArn).toList());
    assertEquals("RUNNING", after.getFirst().lastStatus());
    assertEquals(before.getFirst().startedAt(), after.getFirst().startedAt());
  }

  @Test
  void shutdownEmptiesTheHostUntilItsMachineStartsAnew() throws Exception {
    EcsUser user = stack.user();
    String host = idOf(leaving);
    String job = user.define("job", EcsUser.echo("main", "sleep"));
    String alone =
        user.client()
            .startTask(request -> request.taskDefinition(job).containerInstances(host))
            .tasks()
            .getFirst()
            .taskArn();
    var _ = user.awaitStatus(alone, "RUNNING");

    String said = shutdown("60s");

    assertTrue(
        said.endsWith("no task of a service is left; other tasks, which nobody moves: 1\n"), said);
    assertTrue(told("hosts", idOf(leaving)).contains("\nstate           shutting down\n"));
    assertEquals("DRAINING", host(leaving).status());
    awaitRunning(2, staying);
    assertEquals("RUNNING", user.task(alone).lastStatus());
    String why = told("why", idOf(leaving));
    assertTrue(why.contains("is to be emptied: its machine shuts down\n"), why);
    assertTrue(why.contains("asked by its own shutdown\n"), why);

    // The same start of the machine: somebody has called the shutdown off, or not yet done it.
    assertEquals(0, leaving.process().terminate());
    leaving.start();
    stack.await().until("it is back", () -> told("hosts", idOf(leaving)).contains("session 2"));
    assertEquals("DRAINING", host(leaving).status());
    assertEquals(0, leaving.process().terminate());
    startOnAnotherBoot();
    stack.await().until("it takes tasks", () -> host(leaving).status().equals("ACTIVE"));
    String anew = told("why", idOf(leaving));
    assertTrue(anew.contains("may take tasks again: its machine has started anew\n"), anew);
  }

  @Test
  void shutdownGoesOnWhenThereIsNoRoomElsewhere() throws Exception {
    var _ = told("drain", idOf(staying), "--wait", "--within", "60s");
    awaitRunning(2, leaving);

    String said = shutdown("3s");

    assertTrue(said.contains("tasks of services left: 2\n"), said);
    assertTrue(said.endsWith("the time is over\n"), said);
    assertEquals(2, tasks(leaving).size());
  }

  @Test
  void drainOfAnOperatorOutlastsTheMachinesStart() throws Exception {
    var _ = told("drain", idOf(leaving), "--wait", "--within", "60s");
    var _ = shutdown("60s");
    assertEquals(0, leaving.process().terminate());

    startOnAnotherBoot();
    stack.await().until("it is back", () -> told("hosts", idOf(leaving)).contains("session 2"));

    assertTrue(told("hosts", idOf(leaving)).contains("\nstate           draining\n"));
  }

  // ------------------------------------------------------------------------------ the host

  /** As the unit's hook does it, in a process of its own. */
  private String shutdown(String within) throws Exception {
    Path log = stack.folder().path().resolve("shutdown.log");
    Files.deleteIfExists(log);
    try (BerthProcess verb =
        BerthProcess.start(
            Program.berth("agent")
                .with("drain", "--shutdown", "--within", within)
                .with("--state", leaving.state().toString()),
            log)) {
      assertEquals(0, verb.awaitEnd(), verb::lastLines);
      return verb.said();
    }
  }

  private void startOnAnotherBoot() throws Exception {
    Path bootId = stack.folder().path().resolve("boot-id");
    Files.writeString(bootId, "00000000-1111-4222-8333-444444444444\n");
    BerthProcess _ =
        leaving.launch(
            leaving
                .usual()
                .behind(
                    List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind " + bootId + " /proc/sys/kernel/random/boot_id; exec \"$@\"",
                        "sh")));
  }

  private static String idOf(AgentProcess agent) throws Exception {
    return agent.hostId();
  }

  private String told(String... words) {
    Answer answer = stack.schedulerProcess().berth(words);
    assertEquals(0, answer.exitCode(), () -> answer.err() + answer.out());
    return answer.out();
  }

  // ------------------------------------------------------------------------------ the cluster

  private ContainerInstance host(AgentProcess agent) throws Exception {
    String id = idOf(agent);
    return stack.user().hosts().stream()
        .filter(host -> host.containerInstanceArn().endsWith(id))
        .findFirst()
        .orElseThrow();
  }

  private List<Task> tasks(AgentProcess agent) throws Exception {
    String id = idOf(agent);
    List<String> arns =
        stack
            .user()
            .client()
            .listTasks(request -> request.serviceName("web").containerInstance(id))
            .taskArns();
    return arns.isEmpty()
        ? List.of()
        : stack.user().client().describeTasks(request -> request.tasks(arns)).tasks();
  }

  private void awaitRunning(int count, AgentProcess agent) throws Exception {
    stack
        .await()
        .until(
            count + " tasks run there",
            () ->
                tasks(agent).stream().filter(task -> task.lastStatus().equals("RUNNING")).count()
                    == count);
  }
}
