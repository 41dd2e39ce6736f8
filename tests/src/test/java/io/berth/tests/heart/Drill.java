package io.berth.tests.heart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.tests.hosts.Hosts;
import io.berth.tests.load.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * All that an owner does to a service in its life, one round after the other, and each thing only
 * while enough requests of its users are open.
 */
final class Drill {
  /** So many requests are open at least when anything is done. */
  static final int KEEP_ALIVE = 50;

  static final int SLOW = 10;

  /** What a proof asks for at least; ten rounds have it. */
  private static final Map<String, Integer> WANTED =
      Map.of("update", 10, "scale out", 5, "scale in", 5, "stop task", 5, "drain host", 3);

  private final Hosts hosts;
  private final BalancedService service;
  private final Crowd crowd;
  private final int usual;
  private final Map<String, Integer> done = new TreeMap<>();

  Drill(Hosts hosts, BalancedService service, Crowd crowd, int usual) {
    this.hosts = hosts;
    this.service = service;
    this.crowd = crowd;
    this.usual = usual;
  }

  /**
   * Goes through so many rounds. Each has an update, with another change in the middle of it: more
   * tasks and a stop in one round, fewer in the next; and every third one empties a host.
   */
  void run(int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      act("update", service::update);
      if (round % 2 == 0) {
        act("scale out", () -> service.scaleTo(usual + 2));
        Task stopped = service.anyRunning();
        act("stop task", () -> hosts.user().stop(stopped.taskArn()));
      } else {
        act("scale in", () -> service.scaleTo(usual));
      }
      if (round % 3 == 2) {
        drainHost(round);
      }
      service.awaitSteady();
    }
    if (rounds % 2 == 1) {
      act("scale in", () -> service.scaleTo(usual));
      service.awaitSteady();
    }
  }

  private void drainHost(int round) throws Exception {
    List<ContainerInstance> all = hosts.user().hosts();
    String arn = all.get(round % all.size()).containerInstanceArn();
    act("drain host", () -> setStatus(arn, ContainerInstanceStatus.DRAINING));
    hosts.stack().await().until("nothing is left on " + arn, () -> Drill.isEmpty(named(arn)));
    setStatus(arn, ContainerInstanceStatus.ACTIVE);
  }

  private void setStatus(String arn, ContainerInstanceStatus status) {
    var _ =
        hosts
            .user()
            .client()
            .updateContainerInstancesState(
                request -> request.containerInstances(arn).status(status));
  }

  private ContainerInstance named(String arn) {
    return hosts.user().hosts().stream()
        .filter(host -> host.containerInstanceArn().equals(arn))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isEmpty(ContainerInstance host) {
    return host.runningTasksCount() + host.pendingTasksCount() == 0;
  }

  /** What was open when something was done. */
  private record Open(int keepAlive, int slow) {}

  private void act(String what, Runnable act) throws Exception {
    Open open =
        hosts
            .stack()
            .await()
            .found(
                "enough requests are open",
                () ->
                    Optional.of(new Open(crowd.open(Traffic.KEEP_ALIVE), crowd.open(Traffic.SLOW)))
                        .filter(now -> now.keepAlive() >= KEEP_ALIVE && now.slow() >= SLOW));
    act.run();
    int number = done.merge(what, 1, Integer::sum);
    System.out.println(
        what
            + " "
            + number
            + " with "
            + open.keepAlive()
            + " keep-alive and "
            + open.slow()
            + " slow requests open, "
            + crowd.failed()
            + " of "
            + crowd.answered()
            + " failed so far");
  }

  void assertAllWasDone() {
    WANTED.forEach((what, times) ->
        assertTrue(done.getOrDefault(what, 0) >= times, () -> what + " is missing in " + done));
  }
}
