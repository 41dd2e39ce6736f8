package io.berth.tests.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;

/** Users who run, stop and look at tasks by chance, and ask again until they are answered. */
final class Users {
  /** Beyond so many living tasks they rather stop some. */
  private static final int ENOUGH = 45;

  private static final int MOST_DESCRIBED = 6;

  private final Surroundings world;
  private final Front front;
  private final Ledger ledger;
  private boolean ended;
  private long requests;

  Users(Surroundings world, Front front, Ledger ledger) {
    this.world = world;
    this.front = front;
    this.ledger = ledger;
  }

  void begin() {
    if (!ended) {
      act();
      world.time().after(world.millis(200, 2_000), this::begin);
    }
  }

  /** Nobody begins anything new; what was begun is asked for until it is answered. */
  void end() {
    ended = true;
  }

  private void act() {
    int living = ledger.living().size();
    int what = world.random().nextInt(20);
    if (what < 8) {
      if (living < ENOUGH) {
        run();
      } else {
        stop();
      }
    } else if (what < 12) {
      if (living > ENOUGH / 4) {
        stop();
      } else {
        run();
      }
    } else if (what < 19) {
      describe();
    } else {
      register();
    }
  }

  private void run() {
    String token = "token-" + ++requests;
    String family = Programs.FAMILIES.get(world.random().nextInt(Programs.FAMILIES.size()));
    var request =
        RunTaskRequest.builder()
            .taskDefinition(family)
            .count(1 + world.random().nextInt(4))
            .placementStrategy(Taste.strategies(world.random()))
            .clientToken(token);
    if (world.random().nextInt(4) == 0) {
      request.startedBy(Taste.GOLD_FIRST).tags(Taste.preferringGold());
    } else {
      demand(request);
    }
    run(token, request.build());
  }

  /** The half of all requests asks for nothing but room. */
  private void demand(RunTaskRequest.Builder request) {
    Demand[] demands = Demand.values();
    Demand demand =
        demands[Math.max(0, world.random().nextInt(2 * demands.length) - demands.length)];
    request.startedBy(demand.name()).placementConstraints(demand.constraints());
    if (demand.isApart()) {
      request.group(Demand.GROUP_APART);
    }
  }

  private void run(String token, RunTaskRequest request) {
    front.ask(
        request,
        heard -> {
          switch (heard) {
            case Front.Answer(SdkPojo content) -> {
              RunTaskResponse answer = (RunTaskResponse) content;
              ledger.ran(token, answer.tasks());
              if (!answer.tasks().isEmpty() && world.random().nextInt(8) == 0) {
                // As a client does whose process was begun anew.
                world.time().after(world.seconds(1, 40), () -> run(token, request));
              }
            }
            case Front.Refused _ -> {}
            case Front.Nothing() ->
                world.time().after(world.millis(100, 2_000), () -> run(token, request));
          }
        });
  }

  private void stop() {
    List<String> living = ledger.living();
    if (!living.isEmpty()) {
      stop(living.get(world.random().nextInt(living.size())));
    }
  }

  private void stop(String arn) {
    front.ask(
        StopTaskRequest.builder().task(arn).reason("no more").build(),
        heard -> {
          switch (heard) {
            case Front.Answer(SdkPojo content) -> {
              ledger.agreedToStop(((StopTaskResponse) content).task().taskArn());
            }
            case Front.Refused(String code) -> world.findings().add("StopTask: " + code);
            case Front.Nothing() -> world.time().after(world.millis(100, 2_000), () -> stop(arn));
          }
        });
  }

  private void describe() {
    List<String> all = ledger.all();
    if (all.isEmpty()) {
      return;
    }
    List<String> some = new ArrayList<>();
    for (int count = world.random().nextInt(MOST_DESCRIBED); count >= 0; count--) {
      some.add(all.get(world.random().nextInt(all.size())));
    }
    List<String> asked = some.stream().distinct().toList();
    Map<String, Ledger.Known> known = ledger.known();
    front.ask(
        DescribeTasksRequest.builder().tasks(asked).build(),
        heard -> {
          if (heard instanceof Front.Answer(SdkPojo content)) {
            DescribeTasksResponse answer = (DescribeTasksResponse) content;
            answer.tasks().forEach(task -> ledger.seen(task, known));
            answer.failures().forEach(failure -> ledger.missed(failure.arn()));
          }
        });
  }

  private void register() {
    front.ask(
        Programs.definition("extra"),
        heard -> {
          if (heard instanceof Front.Answer(SdkPojo content)) {
            ledger.registered(
                ((RegisterTaskDefinitionResponse) content).taskDefinition().taskDefinitionArn());
          }
        });
  }
}
