package io.berth.tests.sim;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Caller;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.CutOff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/**
 * The way of users' requests to the operations and back: either may be lost, arrive late or twice,
 * and the scheduler may die in between.
 */
final class Front {
  static final String USER = "user";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Caller CALLER =
      new Caller("000000000000", "us-east-1", new AccessKeyId("BRTHSIM"), "request");

  private final Surroundings world;
  private final Network network;
  private final SimScheduler scheduler;
  private boolean faulty = true;

  /** What a user hears. */
  sealed interface Heard {}

  record Answer(SdkPojo content) implements Heard {}

  record Refused(String code) implements Heard {}

  /** Nobody knows whether it was done. */
  record Nothing() implements Heard {}

  Front(Surroundings world, Network network, SimScheduler scheduler) {
    this.world = world;
    this.network = network;
    this.scheduler = scheduler;
  }

  /** From now on nothing is lost or doubled. */
  void mend() {
    faulty = false;
  }

  private boolean strikes(Fault fault, int oneIn) {
    boolean strikes = faulty && world.random().nextInt(oneIn) == 0;
    if (strikes) {
      world.counts().hit(fault);
    }
    return strikes;
  }

  /** Asks once; whoever asks hears exactly one thing. */
  void ask(SdkPojo request, Consumer<Heard> listener) {
    var once = new Once(listener);
    world.time().after(PATIENCE, () -> once.hear(new Nothing()));
    if (strikes(Fault.REQUEST_LOST, 60)) {
      return;
    }
    send(request, once::hear);
    if (strikes(Fault.DUPLICATE, 60)) {
      send(request, _ -> {});
    }
  }

  private void send(SdkPojo request, Consumer<Heard> back) {
    var route = new Network.Route(USER, SimScheduler.NAME);
    world
        .time()
        .after(
            network.latency(route),
            () -> {
              Optional<Life> life = scheduler.serving();
              if (network.passes(route) && life.isPresent()) {
                life.get().run(() -> serve(request, life.get(), back));
              }
            });
  }

  private void serve(SdkPojo request, Life life, Consumer<Heard> back) {
    Heard heard = now(request);
    scheduler.look();
    scheduler.work();
    if (strikes(Fault.ANSWER_LOST, 50)) {
      return;
    }
    var route = new Network.Route(SimScheduler.NAME, USER);
    Duration arrival = life.freeAt().plus(network.latency(route));
    world
        .time()
        .at(
            arrival,
            () -> {
              if (network.passes(route)) {
                back.accept(heard);
              }
            });
  }

  /** The operation itself, in the scheduler's process. */
  Heard now(SdkPojo request) {
    SdkPojo sent =
        switch (request) {
          case RunTaskRequest run -> arriving(run);
          case CreateServiceRequest create -> arriving(create);
          default -> request;
        };
    String name = request.getClass().getSimpleName().replace("Request", "");
    try {
      return new Answer(answer(scheduler.operation(name), sent));
    } catch (ApiError refused) {
      if (refused.fault() == ApiError.Fault.RECEIVER) {
        // The store has failed, and with it the process ends.
        throw new ProcessDied(refused.sentence());
      }
      return new Refused(refused.code());
    }
  }

  /** Bugs are planted here. */
  private RunTaskRequest arriving(RunTaskRequest request) {
    if (world.strikes(Defect.TOKEN_DROPPED, 3)) {
      return request.toBuilder().clientToken(null).build();
    }
    return world.has(Defect.PREFERENCE_DROPPED)
        ? request.toBuilder().tags(List.of()).build()
        : request;
  }

  private CreateServiceRequest arriving(CreateServiceRequest request) {
    if (!world.has(Defect.LOSS_POLICY_DROPPED)) {
      return request;
    }
    return request.toBuilder()
        .tags(request.tags().stream().filter(tag -> !tag.key().equals(CutOff.TAG)).toList())
        .build();
  }

  @SuppressWarnings("unchecked") // the name of an operation is that of its request
  private static <I extends SdkPojo> SdkPojo answer(Operation<I, ?> operation, SdkPojo request) {
    return operation.answer(CALLER, (I) request);
  }

  /** Tells the first thing and nothing after it. */
  private static final class Once {
    private final Consumer<Heard> listener;
    private boolean told;

    Once(Consumer<Heard> listener) {
      this.listener = listener;
    }

    void hear(Heard heard) {
      if (!told) {
        told = true;
        listener.accept(heard);
      }
    }
  }
}
