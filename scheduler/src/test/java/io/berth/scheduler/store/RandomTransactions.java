package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A random caller that keeps a plain map of what it was told is done. */
public final class RandomTransactions {
  private static final int KEYS = 40;

  private final RandomGenerator random;
  private TreeMap<ClusterName, Cluster> clusters = new TreeMap<>();
  private TreeMap<TaskId, Task> tasks = new TreeMap<>();
  private TreeMap<TargetId, Target> targets = new TreeMap<>();

  public RandomTransactions(long seed) {
    this.random = Seeds.random(seed);
  }

  public boolean flip(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  /** One transaction of several changes; one in six throws at its end. */
  public void step(Transactions store) {
    TreeMap<ClusterName, Cluster> newClusters = new TreeMap<>(clusters);
    TreeMap<TaskId, Task> newTasks = new TreeMap<>(tasks);
    TreeMap<TargetId, Target> newTargets = new TreeMap<>(targets);
    boolean breaks = flip(6);
    Transaction<Boolean> transaction =
        tx -> {
          for (int changes = random.nextInt(12); changes > 0; changes--) {
            int number = random.nextInt(KEYS);
            switch (random.nextInt(3)) {
              case 0 ->
                  change(tx, Tables.CLUSTERS, newClusters, Samples.anyCluster(number, random));
              case 1 -> change(tx, Tables.TASKS, newTasks, Samples.anyTask(number, random));
              default ->
                  change(tx, Tables.TARGETS, newTargets, BalancerSamples.anyTarget(number, random));
            }
          }
          if (breaks) {
            throw new PlannedException();
          }
          return true;
        };
    try {
      store.update(lane(), transaction);
      clusters = newClusters;
      tasks = newTasks;
      targets = newTargets;
    } catch (PlannedException _) {
      // Nothing was done, so the maps stay.
    }
  }

  public void requireSame(ReadTx state) {
    StateInvariants.check(state);
    assertEquals(List.copyOf(clusters.values()), all(state, Tables.CLUSTERS));
    assertEquals(List.copyOf(tasks.values()), all(state, Tables.TASKS));
    assertEquals(List.copyOf(targets.values()), all(state, Tables.TARGETS));
  }

  private Lane lane() {
    List<Lane> lanes = List.of(Lane.REPORTS, Lane.API, Lane.LOOPS);
    return lanes.get(random.nextInt(lanes.size()));
  }

  private <K extends Comparable<? super K>, E> void change(
      WriteTx tx, Table<K, E> table, Map<K, E> model, E row) {
    K key = table.keyOf(row);
    if (!model.containsKey(key)) {
      tx.insert(table, row);
      model.put(key, row);
    } else if (random.nextInt(3) == 0) {
      tx.remove(table, key);
      model.remove(key);
    } else {
      tx.update(table, row);
      model.put(key, row);
    }
    assertEquals(model.get(key), tx.find(table, key).orElse(null));
  }

  private static <K extends Comparable<? super K>, E> List<E> all(ReadTx state, Table<K, E> table) {
    List<E> rows = new ArrayList<>();
    state.rows(table).forEach(rows::add);
    return rows;
  }

  /** Thrown on purpose. */
  private static final class PlannedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
