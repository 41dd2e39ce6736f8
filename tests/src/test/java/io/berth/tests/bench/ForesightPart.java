package io.berth.tests.bench;

import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.foresight.Aftermath;
import io.berth.scheduler.foresight.Budget;
import io.berth.scheduler.foresight.Foresight;
import io.berth.scheduler.foresight.HostLosses;
import io.berth.scheduler.foresight.Question;
import io.berth.scheduler.foresight.TasksForeseen;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Fills a cluster in a JVM of its own and asks what would happen to it; prints a line of
 * tab-separated cells.
 */
final class ForesightPart {
  private static final Instant AFTER = Instant.parse("2026-01-01T01:00:00Z");
  private static final Duration BUDGET = Duration.ofSeconds(20);
  private static final int ROUNDS = 7;

  private final PlacementShape shape;
  private final PlacementStore kept = PlacementStore.inMemory();
  private final StateStore store = kept.store();
  private final PlacementCluster cluster;

  private ForesightPart(PlacementShape shape) throws StorageException {
    this.shape = shape;
    this.cluster = new PlacementCluster(store, shape, AFTER);
  }

  /** Arguments: the name of the sizes and the number of the shape. */
  public static void main(String[] arguments) throws StorageException {
    PlacementShape shape = shapes(arguments[0]).get(Integer.parseInt(arguments[1]));
    System.out.println(String.join("\t", new ForesightPart(shape).measure()));
  }

  static List<PlacementShape> shapes(String sizes) {
    return sizes.equals("quick")
        ? List.of(new PlacementShape(20, 200, 10, 20, true, PlacementShape.USUAL))
        : List.of(
            new PlacementShape(1_000, 100_000, 1_000, 1, false, PlacementShape.USUAL),
            new PlacementShape(1_000, 100_000, 100, 1_000, false, PlacementShape.USUAL),
            new PlacementShape(
                10_000, 1_000_000, 1_000, 1_000, true, PlacementShape.SPREAD_AND_PACK));
  }

  private List<String> measure() {
    new PlacementWork(kept, shape).fill();
    String plan = rounds(this::plan);
    String whatIf = rounds(this::whatIf);
    long begin = System.nanoTime();
    HostLosses losses = ask(BUDGET).losses(PlacementCluster.NAME);
    double seconds = (System.nanoTime() - begin) / 1e9;
    return List.of(
        shape.text(),
        shape.definitionsText(),
        plan,
        whatIf,
        "%,d of %,d".formatted(losses.checked().size(), shape.hosts()),
        Spread.rounded(seconds),
        "%,d".formatted(losses.checked().stream().filter(loss -> !loss.isAbsorbed()).count()));
  }

  private Foresight ask(Duration budget) {
    Snapshot state = store.snapshot();
    return new Foresight(
        state, AFTER, () -> new SplittableRandom(5), Budget.of(budget, System::nanoTime));
  }

  private Outcome<TasksForeseen> plan() {
    return ask(BUDGET)
        .run(
            new RunTask(
                PlacementCluster.NAME,
                cluster.plan(0),
                new RunTask.Where.Placed(10, shape.strategies()),
                "family:one",
                "",
                Map.of(),
                Optional.empty()));
  }

  private Outcome<Aftermath> whatIf() {
    Host lost = store.snapshot().rows(Tables.HOSTS).iterator().next();
    HostId id = lost.id();
    return ask(BUDGET).whatIf(Question.ofLoss(PlacementCluster.NAME, List.of(id)));
  }

  private static <T> String rounds(Supplier<Outcome<T>> question) {
    DoubleStream millis =
        IntStream.range(0, ROUNDS)
            .mapToDouble(_ -> {
              long begin = System.nanoTime();
              if (!(question.get() instanceof Outcome.Done<T>)) {
                throw new IllegalStateException("refused");
              }
              return (System.nanoTime() - begin) / 1e6;
            });
    return Spread.of(millis).text();
  }
}
