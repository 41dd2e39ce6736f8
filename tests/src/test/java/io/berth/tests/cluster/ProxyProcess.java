package io.berth.tests.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy in a process of its own, in a network that the caller has chosen, with a state directory
 * that stays over restarts.
 */
public final class ProxyProcess implements Supervised, AutoCloseable {
  private final Path directory;
  private final Path log;
  private final SchedulerProcess scheduler;
  private final Place place;
  private volatile @Nullable BerthProcess running;

  /**
   * Where it is.
   *
   * @param entry words that bring a program there; none: the network of this machine
   * @param listen the address of its listeners
   */
  public record Place(List<String> entry, String listen) {
    public Place {
      entry = List.copyOf(entry);
    }
  }

  ProxyProcess(Path folder, String name, SchedulerProcess scheduler, Place place) {
    this.directory = folder.resolve(name);
    this.log = folder.resolve(name + ".log");
    this.scheduler = scheduler;
    this.place = place;
  }

  /** Starts it with a fresh token, for the first time. */
  public void join() throws IOException {
    List<String> words = scheduler.newProxyTicket().words();
    BerthProcess _ = started(usual().with(words.toArray(String[]::new)));
  }

  /** Starts it again with the identity that it has. */
  public void start() throws IOException {
    BerthProcess _ = launch(usual());
  }

  @Override
  public BerthProcess launch(Program program) throws IOException {
    return started(program.with("--scheduler", scheduler.agentsAddress()));
  }

  @Override
  public Program usual() {
    return Program.berth("proxy");
  }

  private BerthProcess started(Program program) throws IOException {
    BerthProcess before = running;
    if (before != null && before.isAlive()) {
      throw new IllegalStateException("it runs already");
    }
    BerthProcess now =
        BerthProcess.start(
            program
                .with("--directory", directory.toString(), "--listen", place.listen())
                .behind(place.entry()),
            log);
    running = now;
    return now;
  }

  @Override
  public BerthProcess process() {
    BerthProcess now = running;
    if (now == null) {
      throw new IllegalStateException("it was never started");
    }
    return now;
  }

  /** The address of its listeners. */
  public String address() {
    return place.listen();
  }

  String dump() {
    return process().lastLines();
  }

  @Override
  public void close() throws IOException {
    BerthProcess last = running;
    if (last != null) {
      last.close();
    }
  }
}
