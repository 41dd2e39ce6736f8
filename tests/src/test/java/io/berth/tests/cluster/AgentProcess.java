package io.berth.tests.cluster;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.agent.journal.AgentJournal;
import io.berth.agent.journal.DirectoryDisk;
import io.berth.peer.LinkFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An agent in a process of its own, where its engine runs, with a state directory that stays over
 * restarts.
 */
public final class AgentProcess implements Supervised, AutoCloseable {
  private final Path state;
  private final Path log;
  private final SchedulerProcess scheduler;
  private final TestEngine engine;
  private List<String> furtherOptions = List.of();
  private volatile @Nullable BerthProcess running;

  AgentProcess(Path folder, String name, SchedulerProcess scheduler, TestEngine engine) {
    this.state = folder.resolve(name);
    this.log = folder.resolve(name + ".log");
    this.scheduler = scheduler;
    this.engine = engine;
  }

  /** From its next start on it has these options as well. */
  public void furtherOptions(List<String> options) {
    furtherOptions = List.copyOf(options);
  }

  /** Starts it with a fresh token, for the first time. */
  public void join() throws IOException {
    BerthProcess _ = launch(scheduler.newTicket());
  }

  /** The same with a ticket that may be anything. */
  public BerthProcess launch(SchedulerProcess.Ticket ticket) throws IOException {
    return started(usual().with(ticket.words().toArray(String[]::new)));
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
    return Program.berth("agent");
  }

  private BerthProcess started(Program program) throws IOException {
    BerthProcess before = running;
    if (before != null && before.isAlive()) {
      throw new IllegalStateException("it runs already");
    }
    BerthProcess now =
        BerthProcess.start(
            program
                .with(
                    "--state",
                    state.toString(),
                    "--docker-host",
                    engine.dockerHost(),
                    // The one image there is was made here, so no registry has it.
                    "--pull-behaviour",
                    "prefer-cached",
                    "--stop-timeout",
                    "2")
                .with(furtherOptions.toArray(String[]::new))
                .behind(engine.entry()),
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

  public Path state() {
    return state;
  }

  /** The host that it is since it has joined, as the last part of its ARN. */
  public String hostId() throws IOException {
    return new LinkFiles(state).identity().orElseThrow().id();
  }

  /** Takes its journal away while it is down, as a broken disk does. */
  public void loseJournal() throws IOException {
    Files.deleteIfExists(state.resolve("journal"));
  }

  /** Everything that it ever said, and what it remembers. */
  String dump() {
    return process().lastLines() + "\njournal: " + journal();
  }

  /** Read from a copy: to open a journal is to write to it. */
  private String journal() {
    try {
      Path copy = Files.createTempDirectory(state.getParent(), "journal-");
      Files.copy(state.resolve("journal"), copy.resolve("journal"));
      String owner = new LinkFiles(state).identity().orElseThrow().id();
      try (var opened =
          AgentJournal.open(
              new DirectoryDisk(copy), owner, AgentJournal.Limits.USUAL, new Random(0))) {
        return List.of(opened.journalId(), opened.startCounter(), opened.promises()).toString();
      }
    } catch (IOException e) {
      return "not to be read: " + e;
    }
  }

  @Override
  public void close() throws IOException {
    BerthProcess last = running;
    if (last != null) {
      last.close();
    }
  }
}
