package io.berth.tests.bench;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/**
 * Fills one cluster after the other in a JVM of its own, so that shapes do not share compiled code;
 * prints a line of tab-separated cells.
 */
final class PlacementPart {
  private final PlacementSizes sizes;
  private final PlacementShape shape;
  private final List<Double> perSecond = new ArrayList<>();
  private final List<Double> cpuMicros = new ArrayList<>();

  private PlacementPart(PlacementSizes sizes, PlacementShape shape) {
    this.sizes = sizes;
    this.shape = shape;
  }

  /** Arguments: the name of the sizes and the number of the shape. */
  public static void main(String[] arguments) throws StorageException {
    PlacementSizes sizes = PlacementSizes.named(arguments[0]);
    PlacementShape shape = sizes.shapes().get(Integer.parseInt(arguments[1]));
    System.out.println(String.join("\t", new PlacementPart(sizes, shape).measure()));
  }

  private List<String> measure() throws StorageException {
    // Code that is not compiled yet is not what is asked about.
    for (int round = 0; round < 2; round++) {
      round(Math.min(shape.tasks(), 100_000));
    }
    perSecond.clear();
    cpuMicros.clear();
    for (int round = 1; round < sizes.rounds(shape); round++) {
      round(shape.tasks());
    }
    long before = Heap.usedBytes();
    Filled filled = round(shape.tasks());
    long after = Heap.usedBytes();
    return List.of(
        shape.text(),
        shape.definitionsText(),
        text(perSecond),
        text(cpuMicros),
        single(filled.work),
        "%,d".formatted((after - before) >> 20),
        quality(filled.store.snapshot()));
  }

  /** A filled cluster. */
  private record Filled(InlineStore store, PlacementWork work) {}

  private Filled round(int tasks) throws StorageException {
    InlineStore store = new InlineStore(new MemoryJournal());
    store.start();
    PlacementWork work =
        new PlacementWork(
            store,
            new PlacementShape(
                shape.hosts(),
                tasks,
                shape.tasksPerService(),
                shape.definitions(),
                shape.constrained(),
                shape.strategies()));
    var threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    work.fill();
    perSecond.add(tasks * 1e9 / (System.nanoTime() - begin));
    cpuMicros.add((threads.getCurrentThreadCpuTime() - cpu) / 1e3 / tasks);
    return new Filled(store, work);
  }

  private static String text(List<Double> rounds) {
    return rounds.size() == 1
        ? Spread.rounded(rounds.getFirst())
        : Spread.of(rounds.stream().mapToDouble(one -> one)).text();
  }

  /** The 99th percentile of one task at a time, in milliseconds. */
  private String single(PlacementWork work) {
    long[] nanos = new long[sizes.single()];
    for (int task = 0; task < nanos.length; task++) {
      long begin = System.nanoTime();
      work.runOne(task);
      nanos[task] = System.nanoTime() - begin;
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
