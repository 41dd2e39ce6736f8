package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.cluster.SchedulerProcess.Answer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * {@code berth hosts} and {@code berth drain} with two real agents, which share one engine and so
 * one machine's name.
 */
@Tag("e2e")
@Timeout(240)
class HostVerbsTest {
  private TestEngine engine;
  private Stack stack;
  private String one;
  private String two;

  @BeforeEach
  void twoHosts() throws Exception {
    engine = TestEngine.start();
    stack = Stack.on(engine);
    stack.newAgent(engine).join();
    stack.awaitHosts(2);
    List<String> ids =
        stack.user().hosts().stream().map(host -> idOf(host.containerInstanceArn())).toList();
    one = ids.getFirst();
    two = ids.getLast();
  }

  @AfterEach
  void close() throws Exception {
    stack.close();
    engine.close();
  }

  @Test
  void hostsAreListedAndSilenceIsSeen() throws Exception {
    List<String> lines = done("hosts").lines().toList();

    assertEquals(3, lines.size(), lines::toString);
    assertTrue(lines.get(0).startsWith("HOST "), lines::toString);
    assertTrue(lines.get(1).startsWith(one.substring(0, 12) + "  "), lines::toString);
    assertTrue(lines.get(1).contains("  active  127.0.0.1  "), lines::toString);
    assertTrue(lines.get(1).contains("  docker "), lines::toString);
    assertTrue(done("hosts", "--json").startsWith("{\"hosts\":[{\"hostId\":\"" + one + "\","));
    String told = done("hosts", one.substring(0, 12));
    assertTrue(told.startsWith("host            " + one + "\n"), told);
    assertTrue(told.contains("\nattribute       ecs.os-type = linux\n"), told);
    Answer both = stack.schedulerProcess().berth("hosts", lines.get(1).split(" +", -1)[1].strip());
    assertEquals(1, both.exitCode(), both::out);
    assertTrue(both.err().contains(" means 2 hosts: "), both::err);

    String task = stack.user().run(stack.user().define("web", EcsUser.echo("main", "sleep")));
    var _ = stack.user().awaitStatus(task, "RUNNING");
    EngineWitness witness = stack.witness(engine);
    assertEquals(0, stack.agent().process().terminate());

    stack
        .await()
        .until("its silence is listed", () -> done("hosts").contains("  active, silent since 2"));
    assertEquals(1, witness.containers(task).size());
    assertTrue(witness.containers(task).getFirst().getStatus().startsWith("Up "));
  }

  @Test
  void drainTellsHowFarItIsAndWhatIsInTheWay() throws Exception {
    EcsUser user = stack.user();
    String job = user.define("job", EcsUser.echo("main", "sleep"));
    var _ = user.client().startTask(request -> request.taskDefinition(job).containerInstances(one));
    String web = user.define("web", EcsUser.echo("main", "sleep"));
    var _ =
        user.client()
            .createService(
                request -> request.serviceName("web").taskDefinition(web).desiredCount(4));
    awaitSteady(user);

    String drained = done("drain", one.substring(0, 12), "--wait", "--within", "60s");

    assertTrue(drained.contains(one.substring(0, 12) + "  0 tasks of services left\n"), drained);
    assertTrue(drained.contains("it belongs to no service, so nobody moves it"), drained);
    assertTrue(done("hosts", one).contains("\nstate           draining\n"));
    awaitSteady(user);
    Answer late = stack.schedulerProcess().berth("drain", two, "--wait", "--within", "3s");
    assertEquals(1, late.exitCode(), late::out);
    assertTrue(late.out().contains("4 tasks of services left\n"), late::out);
    assertTrue(late.out().contains("unable to place a task"), late::out);
    assertTrue(
        late.err().contains("after 3 s tasks of services are still on " + two.substring(0, 12)),
        late::err);
    String undone = done("drain", "--undo", one, two);
    assertEquals(2, undone.lines().filter(line -> line.contains("  active  ")).count(), undone);
    awaitSteady(user);
    String why = done("why", one);
    assertTrue(why.contains("host " + one + " is to be emptied\n"), why);
    assertTrue(why.contains("host " + one + " may take tasks again\n"), why);
  }

  private void awaitSteady(EcsUser user) throws Exception {
    stack
        .await()
        .until(
            "the service is steady",
            () -> {
              Service service =
                  user.client()
                      .describeServices(request -> request.services("web"))
                      .services()
                      .getFirst();
              return service.runningCount().equals(4) && service.pendingCount().equals(0);
            });
  }

  private static String idOf(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private String done(String... words) {
    Answer answer = stack.schedulerProcess().berth(words);
    assertEquals(0, answer.exitCode(), () -> Arrays.toString(words) + ": " + answer.err());
    return answer.out();
  }
}
