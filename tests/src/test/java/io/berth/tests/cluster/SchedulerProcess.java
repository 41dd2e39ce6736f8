package io.berth.tests.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.cli.ClientCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler in a process of its own, on ports and in a directory that stay over restarts; the
 * all-in-one is one, too.
 */
public final class SchedulerProcess implements Supervised, AutoCloseable {
  /** The machine, to itself. */
  static final String HOST = "127.0.0.1";

  private final Path directory;
  private final Path log;
  private final Program usual;
  private final int apiPort = FreePorts.next();
  private final String agentsHost;
  private final int agentsPort = FreePorts.next();
  private volatile @Nullable BerthProcess running;

  /** Answers its users on this machine, and agents at an address that it has. */
  SchedulerProcess(Path folder, Program usual, String agentsHost) throws IOException {
    this.directory = folder.resolve("scheduler");
    this.log = folder.resolve("scheduler.log");
    this.usual = usual;
    this.agentsHost = agentsHost;
  }

  /** A token and what came with it, as the words of the line that an operator pastes. */
  public record Ticket(List<String> words) {
    public Ticket {
      words = List.copyOf(words);
    }
  }

  /** Starts it and waits until it answers. */
  public void start() throws Exception {
    BerthProcess started = launch(usual);
    new Await(started::lastLines)
        .until(
            "the scheduler answers",
            () -> {
              if (!started.isAlive()) {
                throw new AssertionError("the scheduler ended:\n" + started.lastLines());
              }
              return berth("key", "list").exitCode() == 0;
            });
  }

  @Override
  public Program usual() {
    return usual;
  }

  @Override
  public BerthProcess launch(Program program) throws IOException {
    BerthProcess before = running;
    if (before != null && before.isAlive()) {
      throw new IllegalStateException("it runs already");
    }
    BerthProcess started =
        BerthProcess.start(
            program.with(
                "--directory",
                directory.toString(),
                "--api",
                HOST + ":" + apiPort,
                "--agents",
                agentsAddress()),
            log);
    running = started;
    return started;
  }

  @Override
  public BerthProcess process() {
    BerthProcess now = running;
    if (now == null) {
      throw new IllegalStateException("it was never started");
    }
    return now;
  }

  /** What a call of the berth command printed and answered. */
  public record Answer(int exitCode, String out, String err) {}

  /** The berth command of its operator, on the same machine. */
  public Answer berth(String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode =
        new ClientCommand(
                Map.of("BERTH_DIRECTORY", directory.toString()),
                InstantSource.system(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8))
            .run(List.of(words));
    return new Answer(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Permission for one agent to join. */
  public Ticket newTicket() {
    return ticket("agent", berth("token", "create"));
  }

  /** Permission for one proxy to join. */
  Ticket newProxyTicket() {
    return ticket("proxy", berth("token", "create", "--proxy"));
  }

  private static Ticket ticket(String kind, Answer answer) {
    List<String> words = List.of(answer.out().strip().split("\\s+"));
    if (answer.exitCode() != 0 || !words.subList(0, 2).equals(List.of("berth", kind))) {
      throw new AssertionError("no ticket for the " + kind + ": " + answer);
    }
    return new Ticket(words.subList(2, words.size()));
  }

  public Path directory() {
    return directory;
  }

  /** The port of agents and proxies. */
  public int agentsPort() {
    return agentsPort;
  }

  /** Where agents connect. */
  public String agentsAddress() {
    return agentsHost + ":" + agentsPort;
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
