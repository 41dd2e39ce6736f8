package io.berth.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.tests.cluster.EcsUser;
import io.berth.tests.cluster.EngineWitness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PlacementStrategyType;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** A host that nobody reaches, or that reaches nobody, gets no tasks and keeps those it has. */
@Tag("e2e")
@Timeout(300)
class PartitionTest {
  private static final int HOSTS = 2;

  @SuppressWarnings("NullAway.Init")
  private static Hosts hosts;

  @SuppressWarnings("NullAway.Init")
  private static String definition;

  @BeforeAll
  static void open() throws Exception {
    hosts = Hosts.of(HOSTS);
    definition = hosts.user().define("partition", EcsUser.echo("main", "sleep"));
  }

  @AfterAll
  static void close() throws IOException {
    hosts.close();
  }

  /**
   * Goal: for how long and in which way ever a host is away, its tasks are what they were. Method:
   * a task on each host; the cable of one is cut in this way; six tasks are asked for; the cable is
   * mended; the engine tells what it has started.
   */
  @ParameterizedTest
  @EnumSource(Cable.Cut.class)
  void aHostThatIsCutOffGetsNoTasksAndKeepsItsOwn(Cable.Cut cut) throws Exception {
    List<Task> before = running(HOSTS);
    assertEquals(Set.copyOf(hosts.all()), places(before), hosts.stack()::dump);
    HostOnLan away = hosts.all().getFirst();
    Task kept =
        before.stream()
            .filter(task -> hosts.named(task.containerInstanceArn()).equals(away))
            .findFirst()
            .orElseThrow();
    EngineWitness witness = hosts.stack().witness(away.engine());
    String container = witness.id(kept.taskArn(), "main");

    away.cable().cut(cut);
    hosts.awaitConnected(away, false);
    List<Task> meanwhile = running(6);
    assertEquals(Set.of(hosts.all().getLast()), places(meanwhile), hosts.stack()::dump);
    assertEquals("RUNNING", hosts.user().task(kept.taskArn()).lastStatus());
    assertEquals(container, witness.id(kept.taskArn(), "main"));

    away.cable().heal();
    hosts.awaitConnected(away, true);
    Task found = hosts.user().task(kept.taskArn());
    assertEquals("RUNNING", found.lastStatus(), hosts.stack()::dump);
    assertEquals(container, found.containers().getFirst().runtimeId());
    assertEquals(container, witness.id(kept.taskArn(), "main"));
    assertEquals(List.of(), witness.starts(kept.taskArn()), "it was started again");
    List<Task> after = running(6);
    assertTrue(places(after).contains(away), hosts.stack()::dump);

    List<Task> all = new ArrayList<>(before);
    all.addAll(meanwhile);
    all.addAll(after);
    for (Task task : all) {
      hosts.user().stop(task.taskArn());
    }
    for (Task task : all) {
      Task _ = hosts.user().awaitStatus(task.taskArn(), "STOPPED");
    }
  }

  private static List<Task> running(int count) throws Exception {
    RunTaskResponse answer =
        hosts
            .user()
            .client()
            .runTask(request ->
                request
                    .taskDefinition(definition)
                    .count(count)
                    .placementStrategy(
                        PlacementStrategy.builder()
                            .type(PlacementStrategyType.SPREAD)
                            .field("instanceId")
                            .build()));
    assertEquals(List.of(), answer.failures());
    List<Task> running = new ArrayList<>();
    for (Task task : answer.tasks()) {
      running.add(hosts.user().awaitStatus(task.taskArn(), "RUNNING"));
    }
    assertEquals(count, running.size());
    return running;
  }

  private static Set<HostOnLan> places(List<Task> tasks) {
    return tasks.stream()
        .map(task -> hosts.named(task.containerInstanceArn()))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
