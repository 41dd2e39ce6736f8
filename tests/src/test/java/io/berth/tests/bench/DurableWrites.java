package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Measures durable small writes per second and how long each takes, round by round in turn with
 * etcd's.
 */
record DurableWrites(StoreSizes sizes, Path directory, boolean withEtcd) {
  private static final double HALF = 0.5;
  private static final double ALMOST_ALL = 0.99;

  /** Rows: clients, then writes per second, p50 and p99 in microseconds, of ours and of etcd's. */
  List<List<String>> measure() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    try (WriteLoad ours = BerthLoad.start(directory.resolve("berth"))) {
      Optional<WriteLoad> theirs = etcd();
      try {
        for (int clients : sizes.callers()) {
          rows.add(row(clients, ours, theirs));
        }
      } finally {
        if (theirs.isPresent()) {
          theirs.get().close();
        }
      }
    }
    return rows;
  }

  private Optional<WriteLoad> etcd() throws IOException {
    return withEtcd
        ? Optional.of(EtcdLoad.start(directory.resolve("etcd"), List.of()))
        : Optional.empty();
  }

  private List<String> row(int clients, WriteLoad ours, Optional<WriteLoad> theirs)
      throws Exception {
    List<WriteLoad> all = new ArrayList<>(List.of(ours));
    theirs.ifPresent(all::add);
    List<String> row = new ArrayList<>(List.of(String.valueOf(clients)));
    List<List<Latencies>> seen =
        new Turns(sizes.rounds(), sizes.round(), sizes.warmUp()).take(clients, all);
    addFigures(row, seen.getFirst());
    addFigures(row, theirs.isPresent() ? seen.getLast() : List.of());
    return row;
  }

  private static void addFigures(List<String> row, List<Latencies> rounds) {
    row.add(text(rounds, Latencies::perSecond));
    row.add(text(rounds, round -> round.micros(HALF)));
    row.add(text(rounds, round -> round.micros(ALMOST_ALL)));
  }

  private static String text(List<Latencies> rounds, ToDoubleFunction<Latencies> figure) {
    return rounds.isEmpty() ? "–" : Spread.of(rounds.stream().mapToDouble(figure)).text();
  }
}
