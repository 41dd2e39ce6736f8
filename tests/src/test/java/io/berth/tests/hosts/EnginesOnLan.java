package io.berth.tests.hosts;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.cluster.Closings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Engines that are alone in a network each, all on one switch with this machine; who makes a
 * cluster of them is somebody else's business.
 */
public final class EnginesOnLan implements AutoCloseable {
  private final Closings opened = new Closings();
  private final List<EngineOnLan> engines = new ArrayList<>();
  private final Lan lan;
  private int plugged;

  private EnginesOnLan(Lan lan) {
    this.lan = lan;
    opened.push(lan::close);
  }

  /** So many, and with these words before the program of each. */
  public static EnginesOnLan of(int count, String... before) throws Exception {
    var engines = new EnginesOnLan(Lan.open());
    boolean areOpen = false;
    try {
      engines.build(count, List.of(before));
      areOpen = true;
      return engines;
    } finally {
      if (!areOpen) {
        engines.close();
      }
    }
  }

  private void build(int count, List<String> before) throws Exception {
    List<Room> rooms = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      rooms.add(newRoom());
    }
    List<TestEngine> started =
        start(
            rooms.stream()
                .map(room -> Stream.concat(room.entry().stream(), before.stream()).toList())
                .toList());
    for (int number = 0; number < count; number++) {
      engines.add(new EngineOnLan(started.get(number), rooms.get(number).cable()));
    }
  }

  /** A network with a cable, which is in the switch. */
  record Room(Namespace namespace, Cable cable) {
    List<String> entry() {
      return namespace.entry();
    }
  }

  /** A further network without an engine. */
  Room newRoom() throws IOException {
    Namespace namespace = Namespace.open();
    opened.push(namespace::close);
    return new Room(namespace, lan.plug(namespace, plugged++));
  }

  /** All at once: one alone takes seconds. */
  private List<TestEngine> start(List<List<String>> entries) throws Exception {
    List<Future<TestEngine>> starts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (List<String> entry : entries) {
        Callable<TestEngine> start = () -> TestEngine.startBehind(entry);
        starts.add(threads.submit(start));
      }
    }
    // Those that did start are to be closed, whatever became of the others.
    List<TestEngine> started = new ArrayList<>();
    @Nullable ExecutionException first = null;
    for (Future<TestEngine> start : starts) {
      try {
        TestEngine engine = start.get();
        opened.push(engine::close);
        started.add(engine);
      } catch (ExecutionException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
    return started;
  }

  public List<EngineOnLan> all() {
    return List.copyOf(engines);
  }

  /** This machine's own address on the switch. */
  String machine() {
    return lan.address();
  }

  @Override
  public void close() throws IOException {
    opened.close();
  }
}
