package io.berth.tests.sim;

import io.berth.scheduler.model.Host;
import java.util.List;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.Tag;

/** Which hosts users find better: by strategies of any kind, and by a preference. */
final class Taste {
  /** The word in requests that prefer hosts of tier gold; it tells the witness. */
  static final String GOLD_FIRST = "gold-first";

  private static final String PREFER = "berth:prefer";
  private static final int MOST_STRATEGIES = 3;
  private static final List<PlacementStrategy> STRATEGIES =
      List.of(
          strategy("spread", "attribute:zone"),
          strategy("spread", "attribute:tier"),
          strategy("spread", "instanceId"),
          strategy("binpack", "memory"),
          strategy("binpack", "cpu"),
          PlacementStrategy.builder().type("random").build());

  private Taste() {}

  private static PlacementStrategy strategy(String type, String field) {
    return PlacementStrategy.builder().type(type).field(field).build();
  }

  /** A few in a row, or none. */
  static List<PlacementStrategy> strategies(RandomGenerator random) {
    return random
        .ints(random.nextInt(MOST_STRATEGIES + 1), 0, STRATEGIES.size())
        .mapToObj(STRATEGIES::get)
        .toList();
  }

  /** Says that hosts of tier gold come first. */
  static Tag preferringGold() {
    return Tag.builder().key(PREFER).value("attribute:tier == gold").build();
  }

  static boolean isPreferring(String key) {
    return key.equals(PREFER);
  }

  static boolean isPreferred(Host host) {
    return host.attribute("tier").filter("gold"::equals).isPresent();
  }
}
