package io.berth.scheduler.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a shelf knows at any time what each of its hosts has left. */
class ShelfTest {
  private static final int HOSTS = 12;

  private final Kinds kinds = new Kinds();
  private final List<Slot> there = new ArrayList<>();
  private final Shelf shelf = new Shelf();

  static LongStream seeds() {
    return Seeds.first(200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void levelsAreWhatSortingWouldMakeWhateverHappenedBefore(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Slot> away = new ArrayList<>();
    for (int number = 0; number < HOSTS; number++) {
      away.add(slot(number, random));
    }
    for (int step = 0; step < 200; step++) {
      switch (random.nextInt(6)) {
        case 0 -> {
          if (!away.isEmpty()) {
            Slot slot = away.remove(random.nextInt(away.size()));
            there.add(slot);
            shelf.put(slot);
          }
        }
        case 1 -> {
          if (there.size() > HOSTS / 2) {
            Slot slot = there.remove(random.nextInt(there.size()));
            away.add(slot);
            shelf.remove(slot);
          }
        }
        case 2 -> {
          // What it is may change, too.
          if (!there.isEmpty()) {
            Slot slot = there.get(random.nextInt(there.size()));
            slot.list(host((int) slot.id().low(), random), slot.kind());
          }
        }
        case 3 -> check(random);
        default -> {
          List<Slot> any = random.nextInt(4) == 0 || there.isEmpty() ? away : there;
          if (!any.isEmpty()) {
            TaskShape task = new TaskShape(anything(random, 3));
            any.get(random.nextInt(any.size())).move(task, random.nextBoolean() ? 1 : -1);
          }
        }
      }
    }
    check(random);
  }

  private void check(SplittableRandom random) {
    for (Strategy.Resource resource : Strategy.Resource.values()) {
      // Now and then one is not asked for, and hears of several changes at once.
      if (random.nextInt(3) > 0) {
        long least = random.nextInt(8);
        assertEquals(sorted(resource, least), levels(resource, least));
      }
    }
  }

  private Map<Long, List<Slot>> sorted(Strategy.Resource resource, long least) {
    Map<Long, List<Slot>> sorted = new TreeMap<>();
    there.stream()
        .sorted(Comparator.comparing(Slot::id))
        .filter(slot -> slot.free(resource) >= least)
        .forEach(
            slot -> sorted.computeIfAbsent(slot.free(resource), _ -> new ArrayList<>()).add(slot));
    return sorted;
  }

  /** In the order in which they come, so that another one would be seen. */
  private Map<Long, List<Slot>> levels(Strategy.Resource resource, long least) {
    Map<Long, List<Slot>> levels = new TreeMap<>();
    long last = Long.MIN_VALUE;
    var all = shelf.levels(resource).from(least);
    while (all.hasNext()) {
      var level = all.next();
      assertEquals(-1, Long.compare(last, level.getKey()));
      last = level.getKey();
      levels.put(last, List.copyOf(level.getValue().all()));
    }
    return levels;
  }

  private Slot slot(int number, SplittableRandom random) {
    Host host = host(number, random);
    Slot slot = new Slot(host.id());
    slot.list(host, kinds.join(Kind.Traits.of(host)));
    return slot;
  }

  private static Host host(int number, SplittableRandom random) {
    return Samples.host(number, anything(random, 6));
  }

  private static Resources anything(SplittableRandom random, int bound) {
    return new Resources(random.nextInt(bound), random.nextInt(bound), 0, 0);
  }
}
