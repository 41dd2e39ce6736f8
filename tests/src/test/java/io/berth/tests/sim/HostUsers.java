package io.berth.tests.sim;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;

/** An operator who empties one host after the other, and lets it take tasks again. */
final class HostUsers {
  private final Surroundings world;
  private final Front front;
  private final List<SimHost> hosts;
  private Optional<SimHost> emptied = Optional.empty();
  private boolean ended;

  HostUsers(Surroundings world, Front front, List<SimHost> hosts) {
    this.world = world;
    this.front = front;
    this.hosts = hosts;
  }

  void begin() {
    world
        .time()
        .after(
            world.seconds(25, 70),
            () -> {
              if (!ended) {
                empty(hosts.get(world.random().nextInt(hosts.size())));
              }
            });
  }

  /** No other host is emptied; one that is comes back. */
  void end() {
    ended = true;
  }

  /** Whether a host is still kept empty. */
  List<String> unsettled() {
    return emptied.map(host -> host.name() + " is being emptied").stream().toList();
  }

  private void empty(SimHost host) {
    emptied = Optional.of(host);
    ask(
        host,
        "DRAINING",
        () ->
            world
                .time()
                .after(
                    world.seconds(12, 50),
                    () ->
                        ask(
                            host,
                            "ACTIVE",
                            () -> {
                              emptied = Optional.empty();
                              begin();
                            })));
  }

  private void ask(SimHost host, String status, Runnable then) {
    front.ask(
        UpdateContainerInstancesStateRequest.builder()
            .containerInstances(host.id().text())
            .status(status)
            .build(),
        heard -> {
          switch (heard) {
            case Front.Answer _ -> {
              world.counts().moved("host told to be " + status);
              world.story().tell(host.name() + " shall be " + status);
              then.run();
            }
            case Front.Refused(String code) ->
                world.findings().add("UpdateContainerInstancesState: " + code);
            case Front.Nothing() ->
                world.time().after(world.millis(100, 2_000), () -> ask(host, status, then));
          }
        });
  }
}
