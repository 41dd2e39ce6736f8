package io.berth.tests.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.cli.ClientCommand;
import io.berth.scheduler.main.SchedulerConfig;
import io.berth.scheduler.main.SchedulerWiring;
import io.berth.scheduler.main.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One installation whose scheduler may be away for years, with its operator and its agents. */
final class TrustWorld implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final String[] options;
  private final List<LinkedAgent> agents = new ArrayList<>();
  private volatile Duration forward = Duration.ZERO;
  private SchedulerWiring wiring;
  private int port;

  /** What a call of the command printed and answered. */
  record Answer(int exitCode, String out, String err) {}

  TrustWorld(Path folder, String... options) throws Exception {
    this.folder = folder;
    this.options = options;
    wiring = started();
    port = wiring.agents().getPort();
  }

  private SchedulerWiring started() throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--directory", folder.resolve("scheduler").toString()));
    arguments.addAll(List.of("--api", "127.0.0.1:0", "--agents", "127.0.0.1:" + port));
    arguments.addAll(List.of(options));
    SchedulerWiring next =
        new SchedulerWiring(
            SchedulerConfig.read(arguments),
            new Surroundings(clock(), System::nanoTime, new SecureRandom()),
            failure -> {
              throw new AssertionError(failure);
            });
    next.start();
    return next;
  }

  /** The right time. */
  InstantSource clock() {
    return () -> Instant.now().plus(forward);
  }

  SchedulerWiring scheduler() {
    return wiring;
  }

  void stopScheduler() {
    wiring.close();
  }

  void startScheduler() throws Exception {
    wiring = started();
  }

  /** Nobody is there meanwhile: who sees the same clock sees it leap. */
  void schedulerIsAwayFor(Duration time) throws Exception {
    stopScheduler();
    forward = forward.plus(time);
    startScheduler();
  }

  // ------------------------------------------------------------------ its operator

  Answer berth(String... words) {
    return berth(Map.of("BERTH_DIRECTORY", folder.resolve("scheduler").toString()), words);
  }

  Answer berth(Map<String, String> environment, String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode =
        new ClientCommand(
                environment,
                clock(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8))
            .run(List.of(words));
    return new Answer(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  String done(String... words) {
    Answer answer = berth(words);
    if (answer.exitCode() != 0) {
      throw new AssertionError(String.join(" ", words) + ": " + answer.err());
    }
    return answer.out();
  }

  /** The first word of what a verb answers: whom it was about. */
  String prepared() {
    return done("ca", "prepare").split(" ", 2)[0];
  }

  /** The one that signs. */
  String signing() {
    return authority("active").split(" +", 2)[0];
  }

  /** The line of the authority in that state. */
  String authority(String state) {
    return done("ca", "list")
        .lines()
        .filter(line -> line.matches("[0-9a-f]{64} +" + state + " .*"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(done("ca", "list")));
  }

  /** How the line of that authority goes on after its times: trusted by, needed by. */
  boolean says(String authority, String trustedBy, int neededBy) {
    return done("ca", "list")
        .lines()
        .anyMatch(line ->
            line.startsWith(authority)
                && line.endsWith(trustedBy + " ".repeat(gap(line)) + neededBy));
  }

  private static int gap(String line) {
    String before = line.substring(0, line.lastIndexOf(' ') + 1);
    return before.length() - before.stripTrailing().length();
  }

  // ------------------------------------------------------------------ its agents

  /** One that joins now. */
  LinkedAgent joined(String name) throws Exception {
    LinkedAgent agent = agent(name);
    agent.join(wiring.newAgentTicket());
    return agent;
  }

  LinkedAgent agent(String name) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    var agent = new LinkedAgent(name, home, port, clock());
    agents.add(agent);
    return agent;
  }

  void await(String what, Supplier<Boolean> holds) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!holds.get()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            "not within " + PATIENCE + ": " + what + "\n" + berth("ca", "list") + "\n" + agents);
      }
      // As a minute would do it: it is looked whether a certificate is due.
      agents.forEach(LinkedAgent::lookAtTheTime);
      boolean _ = new Semaphore(0).tryAcquire(50, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    agents.forEach(LinkedAgent::close);
    wiring.close();
  }
}
