package io.berth.tests.sim;

import io.berth.scheduler.model.CutOff;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/**
 * Users of services, one for each: they make it, scale it, let it run something else, delete it and
 * make it anew, and know at any time what it shall be.
 */
final class ServiceUsers {
  private static final int SERVICES = 4;
  private static final int MOST_TASKS = 4;
  private static final int FEW_TASKS = 2;

  /** How names begin that say what becomes of tasks when a host is lost. */
  private static final String LOST = "lost-";

  private static final List<String> FAMILIES = List.of("steady", "pair", "ports");

  private final Surroundings world;
  private final Front front;
  private final Balancing balancing;
  private final List<Owner> owners = new ArrayList<>();
  private boolean ended;

  ServiceUsers(Surroundings world, Front front, Balancing balancing) {
    this.world = world;
    this.front = front;
    this.balancing = balancing;
    for (int number = 1; number <= SERVICES; number++) {
      owners.add(new Owner("service-" + number, Kind.usual(MOST_TASKS, Optional.empty())));
    }
    for (int group = 0; group < Balancing.GROUPS; group++) {
      owners.add(new Owner("web-" + group, Kind.balanced(group)));
    }
    // What becomes of their tasks when a host is lost, each in one of the ways that there are.
    owners.add(new Owner("single", Kind.single(Optional.empty())));
    owners.add(new Owner("single-patient", Kind.single(Optional.of("stop:30s"))));
    for (String policy : List.of("keep", "replace", "replace:30s", "stop:30s")) {
      owners.add(
          new Owner(LOST + policy.replace(':', '-'), Kind.usual(FEW_TASKS, Optional.of(policy))));
    }
  }

  /** What the user of that service wants for the loss of a host, if that is more than usual. */
  static Optional<String> onLoss(String service) {
    return service.startsWith(LOST)
        ? Optional.of(service.substring(LOST.length()).replace('-', ':'))
        : Optional.empty();
  }

  /** Whether some task shall stand behind that group. */
  boolean isServed(int group) {
    return owners.stream().anyMatch(owner -> owner.serves(group));
  }

  void begin() {
    owners.forEach(Owner::later);
  }

  /** Nobody begins anything new; what was begun is asked for until it is answered. */
  void end() {
    ended = true;
  }

  /** A process has begun with that state: whatever was answered must be in it. */
  void checkIn(Snapshot state) {
    owners.forEach(owner -> owner.checkIn(state));
  }

  /** What is not yet as it shall be. */
  List<String> unsettled() {
    return owners.stream().flatMap(owner -> owner.unsettled().stream()).toList();
  }

  /**
   * What a service is like.
   *
   * @param group the target group that it serves
   * @param most how many tasks it has at most
   * @param onLoss what shall become of its tasks when a host is lost
   * @param isSingle whether there must never be two
   */
  private record Kind(OptionalInt group, int most, Optional<String> onLoss, boolean isSingle) {
    static Kind usual(int most, Optional<String> onLoss) {
      return new Kind(OptionalInt.empty(), most, onLoss, false);
    }

    static Kind balanced(int group) {
      return new Kind(OptionalInt.of(group), MOST_TASKS, Optional.empty(), false);
    }

    static Kind single(Optional<String> onLoss) {
      return new Kind(OptionalInt.empty(), 1, onLoss, true);
    }

    /** None, now and then. */
    int anyCount(RandomGenerator random) {
      return isSingle ? Math.min(1, random.nextInt(5)) : random.nextInt(most + 1);
    }

    Optional<DeploymentConfiguration> rolling() {
      return isSingle
          ? Optional.of(
              DeploymentConfiguration.builder()
                  .minimumHealthyPercent(0)
                  .maximumPercent(100)
                  .build())
          : Optional.empty();
    }

    List<Tag> tags() {
      return onLoss.map(policy -> Tag.builder().key(CutOff.TAG).value(policy).build()).stream()
          .toList();
    }
  }

  /** One user, with one service and at most one request at a time. */
  private final class Owner {
    private final String name;
    private final Kind kind;
    private final OptionalInt group;
    private boolean exists;
    private boolean asking;
    private int desired;
    private long requests;

    Owner(String name, Kind kind) {
      this.name = name;
      this.kind = kind;
      this.group = kind.group();
    }

    boolean serves(int number) {
      return exists && desired > 0 && group.isPresent() && group.getAsInt() == number;
    }

    /** Further apart than a request can be late: the word that counts is the last one. */
    void later() {
      world
          .time()
          .after(
              world.seconds(10, 35),
              () -> {
                if (!ended) {
                  act();
                }
              });
    }

    private void act() {
      int count = kind.anyCount(world.random());
      List<String> families = group.isPresent() ? Programs.BALANCED : FAMILIES;
      String family = families.get(world.random().nextInt(families.size()));
      if (!exists) {
        var create =
            CreateServiceRequest.builder()
                .serviceName(name)
                .taskDefinition(family)
                .desiredCount(count)
                .placementStrategy(Taste.strategies(world.random()))
                .placementConstraints(anyDemand())
                .tags(anyTags())
                .clientToken(name + "-" + ++requests);
        group.ifPresent(number -> create.loadBalancers(behind(number)));
        kind.rolling().ifPresent(create::deploymentConfiguration);
        ask(
            create.build(),
            _ -> {
              exists = true;
              desired = count;
            });
        return;
      }
      var update = UpdateServiceRequest.builder().service(name);
      switch (world.random().nextInt(10)) {
        case 9 ->
            ask(
                update
                    .placementConstraints(anyDemand())
                    .placementStrategy(Taste.strategies(world.random()))
                    .build(),
                _ -> {});
        case 0, 1, 2 -> ask(update.desiredCount(count).build(), _ -> desired = count);
        case 3, 4, 5 -> ask(update.taskDefinition(family).build(), _ -> {});
        case 6 -> ask(update.forceNewDeployment(true).build(), _ -> {});
        case 7 -> ask(ListTasksRequest.builder().serviceName(name).build(), this::stopOne);
        default ->
            ask(
                DeleteServiceRequest.builder().service(name).force(true).build(),
                _ -> exists = false);
      }
    }

    private List<PlacementConstraint> anyDemand() {
      List<Demand> demands = Demand.ALWAYS_POSSIBLE;
      return demands.get(world.random().nextInt(demands.size())).constraints();
    }

    private List<Tag> anyTags() {
      Tag priority =
          Tag.builder()
              .key("berth:priority")
              .value(String.valueOf(world.random().nextInt(101)))
              .build();
      List<Tag> tags = new ArrayList<>(kind.tags());
      tags.add(priority);
      if (world.random().nextBoolean()) {
        tags.add(Taste.preferringGold());
      }
      return tags;
    }

    private LoadBalancer behind(int number) {
      return LoadBalancer.builder()
          .targetGroupArn(balancing.group(number))
          .containerName(Programs.WEB)
          .containerPort(80)
          .build();
    }

    /** A person stops a task of the service, which is replaced then. */
    private void stopOne(SdkPojo listed) {
      List<String> arns = ((ListTasksResponse) listed).taskArns();
      if (!arns.isEmpty()) {
        String arn = arns.get(world.random().nextInt(arns.size()));
        ask(StopTaskRequest.builder().task(arn).build(), _ -> {});
      }
    }

    private void ask(SdkPojo request, Consumer<SdkPojo> done) {
      asking = true;
      front.ask(
          request,
          heard -> {
            switch (heard) {
              case Front.Answer(SdkPojo content) -> {
                world.story().tell(name + " " + request.getClass().getSimpleName());
                asking = false;
                done.accept(content);
                if (!asking) {
                  later();
                }
              }
              case Front.Refused(String code) -> {
                // One that still drains cannot be made anew; a deletion may have been carried out.
                if (request instanceof DeleteServiceRequest) {
                  exists = false;
                }
                world.story().tell(name + " was refused: " + code);
                asking = false;
                later();
              }
              case Front.Nothing() ->
                  world.time().after(world.millis(100, 2_000), () -> ask(request, done));
            }
          });
    }

    void checkIn(Snapshot state) {
      if (asking || !exists) {
        return;
      }
      Optional<Service> found =
          state.find(Tables.SERVICES, new ServiceId(SimScheduler.CLUSTER, name));
      world
          .findings()
          .require(
              found.filter(one -> one.isActive() && one.desiredCount() == desired).isPresent(),
              name + " shall have " + desired + " tasks, and a restart has found " + found);
    }

    Optional<String> unsettled() {
      if (asking) {
        return Optional.of(name + " waits for an answer");
      }
      Front.Heard heard = front.now(DescribeServicesRequest.builder().services(name).build());
      if (!exists || !(heard instanceof Front.Answer(SdkPojo content))) {
        return Optional.empty();
      }
      return ((DescribeServicesResponse) content)
          .services().stream()
              .findFirst()
              .map(this::unsettled)
              .orElse(Optional.of(name + " is not known"));
    }

    private Optional<String> unsettled(software.amazon.awssdk.services.ecs.model.Service told) {
      boolean settled =
          told.status().equals("ACTIVE")
              && told.desiredCount() == desired
              && told.runningCount() == desired
              && told.pendingCount() == 0
              && told.deployments().size() == 1
              && "COMPLETED".equals(told.deployments().getFirst().rolloutStateAsString());
      return settled
          ? Optional.empty()
          : Optional.of(
              "%s shall have %d, is %s with %d running, %d pending, deployments %s"
                  .formatted(
                      name,
                      desired,
                      told.status(),
                      told.runningCount(),
                      told.pendingCount(),
                      told.deployments().stream().map(Deployment::rolloutState).toList()));
    }
  }
}
