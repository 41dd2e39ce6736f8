package io.berth.tests.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.tests.cluster.EcsUser;
import io.berth.tests.cluster.SchedulerProcess;
import io.berth.tests.cluster.Stack;
import io.berth.tests.heart.BalancedService;
import io.berth.tests.heart.Crowd;
import io.berth.tests.heart.Ground;
import io.berth.tests.hosts.HostOnLan;
import io.berth.tests.hosts.Hosts;
import io.berth.tests.load.Traffic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Task;

/** Three hosts with a task each of a web service behind two proxies, of which any may be lost. */
final class LossGround implements AutoCloseable {
  static final int HOSTS = 3;
  private static final Pattern LOST = Pattern.compile(" was lost: ");
  private static final int PORT = 8301;

  /** At each of the two doors. */
  private static final Map<Traffic, Integer> USERS =
      Map.of(
          Traffic.KEEP_ALIVE, 8,
          Traffic.NEW_CONNECTIONS, 4,
          Traffic.SLOW, 2);

  private final Ground ground;
  private final BalancedService web;
  private final String guest;

  private LossGround(Ground ground, BalancedService web, String guest) {
    this.ground = ground;
    this.web = web;
    this.guest = guest;
  }

  static LossGround open() throws Exception {
    Ground ground = Ground.open(Hosts.Plan.of(HOSTS));
    boolean isOpen = false;
    try {
      BalancedService web =
          ground.openService(new BalancedService.Plan("web", PORT, HOSTS, 0, OptionalInt.empty()));
      String guest = ground.stack().user().define("guest", EcsUser.echo("guest", "sleep"));
      var open = new LossGround(ground, web, guest);
      for (HostOnLan host : open.all()) {
        assertEquals(1, host.running(BalancedService.CONTAINER).size(), open::dump);
      }
      isOpen = true;
      return open;
    } finally {
      if (!isOpen) {
        ground.close();
      }
    }
  }

  Hosts hosts() {
    return ground.hosts();
  }

  List<HostOnLan> all() {
    return ground.hosts().all();
  }

  Stack stack() {
    return ground.stack();
  }

  SchedulerProcess scheduler() {
    return stack().schedulerProcess();
  }

  /** Where users of the web service come in. */
  List<InetSocketAddress> doors() {
    return List.of(web.door(ground.here().address()), web.door(ground.away().address()));
  }

  String dump() {
    return stack().dump();
  }

  /** Users of the web service at both doors. */
  Crowd crowd() {
    return ground.crowd(web, USERS);
  }

  /** All containers of the web service that run, whatever the API tells. */
  Set<String> running() throws IOException {
    return hosts().running(BalancedService.CONTAINER);
  }

  /** Which containers of the web service run on which host. */
  Map<HostOnLan, Set<String>> places() throws IOException {
    Map<HostOnLan, Set<String>> places = new HashMap<>();
    for (HostOnLan host : all()) {
      places.put(host, host.running(BalancedService.CONTAINER));
    }
    return places;
  }

  /** All that was written down about a host. */
  String why(HostOnLan host) throws IOException {
    return scheduler().berth("why", host.agent().hostId()).out();
  }

  /** How often a host was lost, by its history. */
  long losses(HostOnLan host) throws IOException {
    return LOST.matcher(why(host)).results().count();
  }

  /** The same for all, in their order. */
  List<Long> losses() throws IOException {
    List<Long> losses = new ArrayList<>();
    for (HostOnLan host : all()) {
      losses.add(losses(host));
    }
    return losses;
  }

  /** Waits until some time is over, counted from this moment of nanoTime. */
  void awaitPassed(Duration time, long sinceNanos) throws Exception {
    stack()
        .await()
        .until(time + " are over", () -> System.nanoTime() - sinceNanos > time.toNanos());
  }

  /** The scheduler dies and begins anew. */
  void killScheduler() throws Exception {
    scheduler().process().kill();
    scheduler().start();
  }

  /** Waits until a host takes a task, and takes it away again. */
  void awaitTakesTasks(HostOnLan host) throws Exception {
    String arn = hosts().told(host).containerInstanceArn();
    Task task =
        stack()
            .await()
            .found(
                host.address() + " takes a task",
                () -> {
                  Optional<Task> taken =
                      Stream.of(
                              stack()
                                  .user()
                                  .client()
                                  .startTask(request ->
                                      request.taskDefinition(guest).containerInstances(arn)))
                          .flatMap(answer -> answer.tasks().stream())
                          .findFirst();
                  return taken;
                });
    Task _ = stack().user().awaitStatus(task.taskArn(), "RUNNING");
    stack().user().stop(task.taskArn());
    Task _ = stack().user().awaitStatus(task.taskArn(), "STOPPED");
  }

  /** Waits until the web service is whole, and no engine runs more of it. */
  void awaitWhole() throws Exception {
    web.awaitSteady();
    stack().await().until("as many containers run as shall", () -> running().size() == HOSTS);
  }

  @Override
  public void close() throws IOException {
    ground.close();
  }
}
