package io.berth.tests.sim;

import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;

/** Somebody who says of hosts which tier they are of, and changes their mind all the time. */
final class AttributeUsers {
  private static final String TIER = "tier";

  private final Surroundings world;
  private final Front front;
  private final List<SimHost> hosts;
  private boolean ended;
  private int plain;

  AttributeUsers(Surroundings world, Front front, List<SimHost> hosts) {
    this.world = world;
    this.front = front;
    this.hosts = hosts;
  }

  void begin() {
    world
        .time()
        .after(
            world.seconds(2, 12),
            () -> {
              if (!ended) {
                act(hosts.get(world.random().nextInt(hosts.size())));
              }
            });
  }

  /** No host is of a tier any more. */
  void end() {
    ended = true;
    hosts.forEach(host -> insist(remove(host)));
  }

  /** Whether some host may be of a tier still. */
  List<String> unsettled() {
    return plain < hosts.size() ? List.of("some host may be of a tier") : List.of();
  }

  private void act(SimHost host) {
    int what = world.random().nextInt(5);
    boolean removes = what == 0;
    SdkPojo request =
        removes
            ? remove(host)
            : PutAttributesRequest.builder()
                .attributes(tier(host).value(what < 3 ? "gold" : "low").build())
                .build();
    front.ask(
        request,
        heard -> {
          // One that has not joined yet is refused, and of one that was not heard nobody asks.
          if (heard instanceof Front.Answer) {
            world.counts().moved(removes ? "attribute removed" : "attribute put");
            world.story().tell(host.name() + (removes ? " has no tier" : " has a tier"));
          }
          begin();
        });
  }

  private static SdkPojo remove(SimHost host) {
    return DeleteAttributesRequest.builder().attributes(tier(host).build()).build();
  }

  private static Attribute.Builder tier(SimHost host) {
    return Attribute.builder()
        .name(TIER)
        .targetType("container-instance")
        .targetId(host.id().text());
  }

  /** Words that are late by now are lost or were answered before: this one is the last. */
  private void insist(SdkPojo request) {
    world
        .time()
        .after(
            world.seconds(20, 25),
            () ->
                front.ask(
                    request,
                    heard -> {
                      switch (heard) {
                        case Front.Answer _ -> plain++;
                        case Front.Refused(String code) -> refused(request, code);
                        case Front.Nothing() -> insist(request);
                      }
                    }));
  }

  /** One that was away all the time joins only now that everything is mended. */
  private void refused(SdkPojo request, String code) {
    if (code.equals("TargetNotFoundException")) {
      insist(request);
    } else {
      world.findings().add("DeleteAttributes: " + code);
    }
  }
}
