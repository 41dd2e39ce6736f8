package io.berth.agent.main;

import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.engine.ContainerLabels;
import io.berth.agent.engine.docker.CallDeadlines;
import io.berth.agent.engine.docker.DockerEngine;
import io.berth.agent.engine.docker.EngineSocket;
import io.berth.agent.journal.AgentJournal;
import io.berth.agent.journal.DirectoryDisk;
import io.berth.agent.journal.JournalDisk;
import io.berth.agent.link.AgentDialect;
import io.berth.agent.link.Departure;
import io.berth.agent.link.Greeting;
import io.berth.agent.link.Lease;
import io.berth.agent.link.PlanRoom;
import io.berth.agent.link.SessionParts;
import io.berth.agent.task.Boot;
import io.berth.agent.task.DynamicPorts;
import io.berth.agent.task.EngineWatch;
import io.berth.agent.task.MergedReports;
import io.berth.agent.task.TaskRunners;
import io.berth.agent.task.TaskSettings;
import io.berth.agent.task.TaskThreads;
import io.berth.agent.task.Workplace;
import io.berth.base.StateLock;
import io.berth.peer.ClockOffset;
import io.berth.peer.JoinRefusedException;
import io.berth.peer.Joining;
import io.berth.peer.LinkFiles;
import io.berth.peer.LinkParts;
import io.berth.peer.PeerIdentity;
import io.berth.peer.PeerRole;
import io.berth.peer.Rejoining;
import io.berth.peer.SchedulerLink;
import io.berth.peer.SchedulerTrust;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One agent: builds every object from top to bottom, starts them in order and closes them in
 * reverse. Several may live in one process, each with a state directory of its own. Closing leaves
 * what runs in the engine as it is.
 */
public final class AgentWiring implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(AgentWiring.class.getName());

  private static final Duration EVENT_PATIENCE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  /** What a definition can ask for and an older agent could not do; there is no older one yet. */
  private static final Set<String> FEATURES = Set.of();

  private final AgentConfig config;
  private final Function<Path, JournalDisk> disks;
  private final Consumer<Throwable> onBug;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Departure departure = new Departure();
  private volatile Optional<String> hostId = Optional.empty();
  private boolean closed;

  /** A bug is told to whoever owns the process, which is to end then. */
  public AgentWiring(AgentConfig config, Consumer<Throwable> onBug) {
    this(config, DirectoryDisk::new, onBug);
  }

  /** The same with another way to the files of a directory, below the journal. */
  public AgentWiring(
      AgentConfig config, Function<Path, JournalDisk> disks, Consumer<Throwable> onBug) {
    this.config = config;
    this.disks = disks;
    this.onBug = onBug;
  }

  /**
   * Returns when this host has its identity and all is under way; with an identity on disk that
   * needs no scheduler. Blocks while a scheduler that shall give one is away; ends when its thread
   * is interrupted. After an exception, close it.
   */
  public void start() throws IOException, JoinRefusedException, InterruptedException {
    var clock = new BootClock();
    var random = new SecureRandom();
    open(StateLock.take(config.state()));
    var files = new LinkFiles(config.state());
    String version =
        Objects.requireNonNullElse(
            AgentWiring.class.getPackage().getImplementationVersion(), "development");
    var linkParts = new LinkParts(PeerRole.AGENT, files, clock, new ClockOffset(), random, version);
    SchedulerLink link = open(new SchedulerLink(config.scheduler(), linkParts, onBug));
    PeerIdentity identity = link.joining().identity(ticket());
    Joining.requireCluster(identity, config.cluster());
    hostId = Optional.of(identity.id());

    AgentJournal journal =
        open(
            AgentJournal.open(
                disks.apply(config.state()), identity.id(), AgentJournal.Limits.USUAL, random));
    journal
        .formerOwner()
        .ifPresent(former ->
            LOGGER.log(
                Level.WARNING,
                "The journal of a former identity was put aside; nobody looks after its containers"
                    + " any more, which have the label {0}={1}",
                ContainerLabels.AGENT,
                former));
    journal
        .damage()
        .ifPresent(sentence ->
            LOGGER.log(Level.ERROR, "A damaged journal was put aside: cause={0}", sentence));
    ContainerEngine engine =
        open(
            new DockerEngine(
                identity.id(),
                EngineSocket.parse(config.dockerHost()),
                CallDeadlines.USUAL,
                InstantSource.system()));
    var host = new HostReader(config, version, HostReader.Routes::ofKernel);
    CurrentFacts facts = CurrentFacts.read(host, engine);
    var reports = new MergedReports(link::wake);
    run(new Running(clock.boot(), identity, journal, engine, link), linkParts, reports, facts);
    open(new Looking(facts, engine, link));
    openDoor(link);
  }

  /** A directory whose name is too long for a socket is no reason not to run tasks. */
  private void openDoor(SchedulerLink link) {
    try {
      open(LocalDoor.open(config.state(), departure, link::wake));
    } catch (IOException | IllegalArgumentException e) {
      LOGGER.log(
          Level.WARNING,
          "This host cannot be drained by its own shutdown: directory={0} cause={1}",
          config.state(),
          e.toString());
    }
  }

  /** By what the scheduler knows this host, from when it has joined. */
  public Optional<String> hostId() {
    return hostId;
  }

  /** What has been opened by now. */
  private record Running(
      Boot boot,
      PeerIdentity identity,
      AgentJournal journal,
      ContainerEngine engine,
      SchedulerLink link) {}

  private void run(Running running, LinkParts linkParts, MergedReports reports, CurrentFacts facts)
      throws IOException {
    var place =
        new Workplace(
            running.engine(),
            new WrittenJournal(running.journal()),
            reports,
            new DynamicPorts(config.dynamicPorts(), config.reservedPorts(), new BindProbe()),
            new TaskSettings(
                running.identity().id(),
                FEATURES,
                facts::addresses,
                config.dynamicPorts(),
                config.cleanUpAfter()));
    TaskThreads threads = open(new TaskThreads(InstantSource.system(), onBug));
    var runners =
        new TaskRunners(
            place, threads, running.journal().promises(), linkParts.clock().now().wall());
    var lease = new Lease(runners, running.boot().id());
    // Before anything is found: a singleton whose lease is over must not be taken for one that may
    // run.
    lease.turn(linkParts.clock().now());
    threads.start(runners, new EngineWatch(runners, place, running.boot(), EVENT_PATIENCE));
    var greeting =
        new Greeting(
            running.boot().id(),
            running.journal().journalId(),
            running.journal().startCounter(),
            facts::get,
            FEATURES);
    var trust = new SchedulerTrust(linkParts.files(), linkParts.files().trust());
    var session =
        new SessionParts(
            runners,
            reports,
            lease,
            linkParts.offset(),
            PlanRoom.ofHeap(Runtime.getRuntime().maxMemory()),
            greeting,
            departure);
    running
        .link()
        .start(
            running.identity(),
            trust,
            new AgentDialect(session),
            new Rejoining(ticket(), this::beginAnew));
  }

  /** With another identity, on a thread of its own: the caller is one of those that end. */
  private void beginAnew() {
    Thread _ =
        Thread.ofVirtual()
            .name("begin-anew")
            .start(() -> {
              try {
                restart();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              } catch (JoinRefusedException | IOException | RuntimeException e) {
                // Half an agent is none; whoever owns the process starts a whole one.
                LOGGER.log(Level.ERROR, "The agent could not begin anew", e);
                onBug.accept(e);
              }
            });
  }

  private synchronized void restart()
      throws IOException, JoinRefusedException, InterruptedException {
    if (!closed) {
      closeParts();
      start();
    }
  }

  private Optional<Joining.Ticket> ticket() throws IOException {
    String hostName = HostReader.hostName();
    return config
        .ticket()
        .map(given -> new Joining.Ticket(given.token(), given.caFingerprint(), hostName));
  }

  private synchronized <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  /** Looks now and then whether the host or its engine is another one by now. */
  private static final class Looking implements AutoCloseable {
    private final Thread thread;

    Looking(CurrentFacts facts, ContainerEngine engine, SchedulerLink link) {
      thread =
          Thread.ofVirtual()
              .name("host-facts")
              .start(() -> {
                var never = new Semaphore(0);
                try {
                  while (!never.tryAcquire(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                    if (facts.look(engine)) {
                      link.wake();
                    }
                  }
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              });
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeParts();
  }

  private void closeParts() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // The others are to be closed all the same.
        LOGGER.log(Level.WARNING, "A part of the agent did not close", e);
      }
    }
  }
}
