package io.berth.scheduler.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.store.Seeds;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the quick way to place tasks says what the plain one could have said. */
class BoardPlacerTest {
  private static final ClusterName CLUSTER = new ClusterName("default");

  static LongStream seeds() {
    return Seeds.first(400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void eachHostIsOneOfTheBestAndWhatHasNoPlaceIsToldAlike(long seed) {
    PlacementScene scene = PlacementScene.any(new SplittableRandom(seed));
    Placement placement = place(scene.board(), scene, seed);

    for (HostId host : placement.hosts()) {
      Set<HostId> best = best(scene);
      assertTrue(best.contains(host), () -> host + " is none of " + best + " in " + scene);
      scene.place(host);
    }
    assertEquals(scene.request().count(), placement.placed().size() + placement.unplaced().size());
    if (!placement.unplaced().isEmpty()) {
      assertEquals(
          List.of(placement.unplaced().getFirst()),
          Placer.place(scene.one(), scene.views(), new Random(seed)).unplaced());
      assertEquals(1, new HashSet<>(placement.unplaced()).size());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void orderInWhichHostsCameDoesNotMatter(long seed) {
    PlacementScene scene = PlacementScene.any(new SplittableRandom(seed));
    PlacementScene shuffled = scene.shuffled(new Random(seed));

    assertEquals(place(scene.board(), scene, seed), place(shuffled.board(), shuffled, seed));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void boardThatHasSeenTasksComeAndGoAnswersAsANewOne(long seed) {
    PlacementScene scene = PlacementScene.any(new SplittableRandom(seed));
    Board kept = scene.board();
    for (HostId host : place(kept, scene, seed).hosts()) {
      scene.place(host);
      kept.take(host, scene.stay());
      assertEquals(place(scene.board(), scene, seed), place(kept, scene, seed));
      if (host.low() % 3 == 0) {
        kept.giveBack(host, scene.stay());
        place(kept, scene, seed);
        kept.take(host, scene.stay());
      }
    }
  }

  @Test
  void chanceTakesEachOfEqualHostsAboutAsOften() {
    assertTakenAboutAsOften(PlacementScene.ofEqualHosts(10, new Strategy.Anywhere()));
  }

  @Test
  void chanceTakesEachOfEqualHostsAboutAsOftenToBePacked() {
    assertTakenAboutAsOften(
        PlacementScene.ofEqualHosts(10, new Strategy.Binpack(Strategy.Resource.MEMORY)));
    assertTakenAboutAsOften(
        PlacementScene.ofEqualHosts(
            10,
            new Strategy.Binpack(Strategy.Resource.CPU),
            new Strategy.Binpack(Strategy.Resource.MEMORY)));
  }

  /** Two of ten hosts are in the one zone, eight in the other. */
  @Test
  void chanceTakesEachOfEqualHostsAboutAsOftenWhicheverBranchItIsOn() {
    assertTakenAboutAsOften(
        PlacementScene.ofEqualHosts(
            10,
            new Strategy.SpreadOverAttribute(PlacementScene.ZONE),
            new Strategy.Binpack(Strategy.Resource.MEMORY)));
  }

  private static void assertTakenAboutAsOften(PlacementScene scene) {
    int[] taken = new int[10];
    Board board = scene.board();
    for (int seed = 0; seed < 5_000; seed++) {
      for (HostId host : place(board, scene, seed).hosts()) {
        taken[(int) host.low()]++;
      }
    }
    for (int count : taken) {
      assertEquals(500, count, 100);
    }
  }

  private static Placement place(Board board, PlacementScene scene, long seed) {
    return new BoardPlacer(board, CLUSTER, scene.request(), scene.suits())
        .place(new SplittableRandom(seed));
  }

  /** All hosts that the plain placer could choose. */
  private static Set<HostId> best(PlacementScene scene) {
    Set<HostId> best = new HashSet<>();
    Choice choice = new Choice();
    do {
      best.addAll(Placer.place(scene.one(), scene.views(), choice).hosts());
    } while (choice.next());
    return best;
  }

  /** Chance that takes each possibility once. */
  private static final class Choice implements RandomGenerator {
    private int taken;
    private int bound = 1;

    boolean next() {
      taken++;
      return taken < bound;
    }

    @Override
    public int nextInt(int newBound) {
      bound = newBound;
      return taken;
    }

    @Override
    public long nextLong() {
      throw new IllegalStateException("a choice among hosts is made by nextInt");
    }
  }
}
