package io.berth.tests.bench;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/**
 * Fills one cluster after the other in a JVM of its own, so that shapes do not share compiled code;
 * prints a line of tab-separated cells.
 */
final class PlacementPart {
  private final PlacementSizes sizes;
  private final PlacementShape shape;
  private final Path directory;
  private final List<Double> perSecond = new ArrayList<>();
  private final List<Double> cpuMicros = new ArrayList<>();

  private PlacementPart(PlacementSizes sizes, PlacementShape shape, Path directory) {
    this.sizes = sizes;
    this.directory = directory;
    this.shape = shape;
  }

  /** Arguments: the name of the sizes, the number of the shape, and a directory for state. */
  public static void main(String[] arguments) throws Exception {
    PlacementSizes sizes = PlacementSizes.named(arguments[0]);
    PlacementShape shape = sizes.shapes().get(Integer.parseInt(arguments[1]));
    System.out.println(
        String.join("\t", new PlacementPart(sizes, shape, Path.of(arguments[2])).measure()));
  }

  private List<String> measure() throws Exception {
    // Code that is not compiled yet is not what is asked about.
    for (int round = 0; round < 2; round++) {
      fill(Math.min(shape.tasks(), 100_000));
    }
    perSecond.clear();
    cpuMicros.clear();
    for (int round = 1; round < sizes.rounds(shape); round++) {
      fill(shape.tasks());
    }
    long before = Heap.usedBytes();
    try (PlacementStore state = open()) {
      PlacementWork work = fill(state, shape.tasks());
      long after = Heap.usedBytes();
      TaskDescriptions descriptions = new TaskDescriptions(state.store());
      return List.of(
          shape.text(),
          shape.definitionsText(),
          text(perSecond),
          text(cpuMicros),
          worst(work::runOne),
          worst(_ -> descriptions.describe()),
          "%,d".formatted((after - before) >> 20),
          quality(state.store().snapshot()));
    }
  }

  private PlacementStore open() throws StorageException, IOException {
    if (!shape.onDisk()) {
      return PlacementStore.inMemory();
    }
    Path state = directory.resolve("state");
    if (Files.exists(state)) {
      WorkDirectory.delete(state);
    }
    return PlacementStore.onDisk(state);
  }

  private void fill(int tasks) throws StorageException, IOException {
    try (PlacementStore state = open()) {
      fill(state, tasks);
    }
  }

  private PlacementWork fill(PlacementStore state, int tasks) {
    PlacementWork work = new PlacementWork(state, shape.with(tasks));
    long cpu = state.cpuNanos().getAsLong();
    long begin = System.nanoTime();
    work.fill();
    perSecond.add(tasks * 1e9 / (System.nanoTime() - begin));
    cpuMicros.add((state.cpuNanos().getAsLong() - cpu) / 1e3 / tasks);
    return work;
  }

  private static String text(List<Double> rounds) {
    return rounds.size() == 1
        ? Spread.rounded(rounds.getFirst())
        : Spread.of(rounds.stream().mapToDouble(one -> one)).text();
  }

  /** The 99th percentile of one call after the other, in milliseconds. */
  private String worst(IntConsumer call) {
    long[] nanos = new long[sizes.single()];
    for (int number = 0; number < nanos.length; number++) {
      long begin = System.nanoTime();
      call.accept(number);
      nanos[number] = System.nanoTime() - begin;
    }
    long[] sorted = LongStream.of(nanos).sorted().toArray();
    return Spread.rounded(sorted[sorted.length * 99 / 100] / 1e6);
  }

  /** How well the hosts are used, so that speed is not bought with bad places. */
  private static String quality(Snapshot state) {
    long asked =
        StreamSupport.stream(state.rows(Tables.TASKS).spliterator(), false)
            .mapToLong(PlacementPart::memory)
            .sum();
    long used = 0;
    int[] zones = new int[PlacementCluster.ZONES];
    for (Host host : state.rows(Tables.HOSTS)) {
      int tasks = state.sum(Tables.TASKS, Tables.LOAD_OF_HOST, host.id()).tasks().alive();
      used += tasks > 0 ? 1 : 0;
      String zone = host.attribute(PlacementCluster.ZONE).orElseThrow();
      zones[Integer.parseInt(zone.substring(zone.indexOf('-') + 1))] += tasks;
    }
    long least = Math.ceilDiv(asked, PlacementCluster.SIZE.memoryMib());
    int most = Arrays.stream(zones).max().orElseThrow();
    int fewest = Arrays.stream(zones).min().orElseThrow();
    return "%,d hosts used (at least %,d), zones differ by %,d"
        .formatted(used, least, most - fewest);
  }

  private static long memory(Task task) {
    return task.order().asked().asked().memoryMib();
  }
}
