package io.berth.scheduler.aws;

import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/**
 * What the golden requests are asked of: two hosts, three definitions, a running task, and a
 * service behind a balancer, whose names are the same for ever, since recorded requests say them.
 */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
final class GoldenWorld implements AutoCloseable {
  private static final TaskId RUNNING = new TaskId(0, 7);

  private final AtomicReference<InstantSource> clock =
      new AtomicReference<>(InstantSource.system());
  private final FrontWorld world;

  GoldenWorld() throws IOException, StorageException {
    world = FrontWorld.open(() -> clock.get().instant());
    Host host = world.join(1, new Resources(2_048, 2_048, 100, 0));
    world.join(2, new Resources(2_048, 2_048, 100, 0));
    try (EcsClient ecs = world.client()) {
      ecs.createCluster(request -> request.clusterName("spare"));
      register(ecs, "web");
      register(ecs, "web");
      register(ecs, "job");
      ecs.deregisterTaskDefinition(request -> request.taskDefinition("web:2"));
      ecs.startTask(request ->
          request.taskDefinition("web:1").containerInstances(host.id().text()).startedBy("us"));
      balance(ecs);
    }
    world
        .store()
        .update(
            Lane.REPORTS,
            tx -> {
              Task task = tx.rows(Tables.TASKS).iterator().next();
              tx.remove(Tables.TASKS, task.id());
              tx.insert(Tables.TASKS, named(task));
              return RUNNING;
            });
  }

  /** The ids in these ARNs come from the world's own chance, in this order. */
  private void balance(EcsClient ecs) {
    try (ElasticLoadBalancingV2Client elb = world.balancingClient()) {
      String balancer =
          elb.createLoadBalancer(it -> it.name("shop"))
              .loadBalancers()
              .getFirst()
              .loadBalancerArn();
      String group = group(elb, "shop");
      String listener =
          elb.createListener(it ->
                  it.loadBalancerArn(balancer)
                      .protocol("HTTP")
                      .port(80)
                      .defaultActions(to -> to.type("forward").targetGroupArn(group)))
              .listeners()
              .getFirst()
              .listenerArn();
      elb.createRule(it ->
          it.listenerArn(listener)
              .priority(10)
              .conditions(on -> on.field("path-pattern").values("/shop/*"))
              .actions(to -> to.type("forward").targetGroupArn(group)));
      String spare = group(elb, "spare");
      elb.registerTargets(
          it -> it.targetGroupArn(spare).targets(target -> target.id("192.0.2.9").port(80)));
      elb.createLoadBalancer(it -> it.name("spare"));
      ecs.createService(it ->
          it.serviceName("shop")
              .taskDefinition("web:1")
              .desiredCount(2)
              .tags(Tag.builder().key("team").value("web").build())
              .loadBalancers(
                  at -> at.targetGroupArn(group).containerName("app").containerPort(80)));
    }
  }

  private static String group(ElasticLoadBalancingV2Client elb, String name) {
    return elb.createTargetGroup(it -> it.name(name).protocol("HTTP").port(80).targetType("ip"))
        .targetGroups()
        .getFirst()
        .targetGroupArn();
  }

  private static void register(EcsClient ecs, String family) {
    ecs.registerTaskDefinition(request ->
        request
            .family(family)
            .tags(Tag.builder().key("team").value("web").build())
            .containerDefinitions(container ->
                container
                    .name("app")
                    .image("shop:1")
                    .cpu(32)
                    .memory(64)
                    .portMappings(port -> port.containerPort(80))));
  }

  /** Running, with a port, under the name that the requests know. */
  private static Task named(Task task) {
    var port =
        new ContainerSight.PortBinding(
            80, new HostPort(HostPort.Protocol.TCP, 20_001), "192.0.2.1");
    var container =
        new ContainerSight(
            "app",
            ContainerSight.State.RUNNING,
            ContainerSight.Health.UNCHECKED,
            "0123456789ab",
            "sha256:00",
            OptionalInt.empty(),
            List.of(port),
            Optional.empty(),
            0);
    Optional<Instant> noon = Optional.of(Samples.NOON);
    var times =
        new Sighting.Times(noon, noon, noon, Optional.empty(), Optional.empty(), Optional.empty());
    return new Task(
            RUNNING,
            task.cluster(),
            task.host(),
            task.order(),
            task.wish(),
            task.sighting(),
            task.createdAt(),
            task.version(),
            task.tags())
        .seen(
            new Sighting(
                Sighting.Phase.RUNNING,
                new Sighting.Order(1, 1),
                List.of(container),
                Optional.empty(),
                times));
  }

  /** From now on signatures are judged as they were at this moment. */
  void judgeSignaturesAt(Instant moment) {
    clock.set(InstantSource.fixed(moment));
  }

  RawClient connect() throws IOException {
    return new RawClient(world.front().connect());
  }

  @Override
  public void close() {
    world.close();
  }

  /**
   * What a client is told to ask.
   *
   * @param input as JSON
   */
  record Question(String name, String service, String operation, String input) {

    static List<Question> all() throws IOException {
      try (InputStream in = Question.class.getResourceAsStream("/golden/requests/requests.txt")) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(" ", 4))
            .map(parts -> new Question(parts[0], parts[1], parts[2], parts[3]))
            .toList();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
