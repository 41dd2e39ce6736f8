package io.berth.agent.main;

import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.engine.docker.CallDeadlines;
import io.berth.agent.engine.docker.DockerEngine;
import io.berth.agent.engine.docker.EngineSocket;
import io.berth.agent.journal.AgentJournal;
import io.berth.agent.journal.DirectoryDisk;
import io.berth.agent.journal.JournalDisk;
import io.berth.agent.link.ClockOffset;
import io.berth.agent.link.Greeting;
import io.berth.agent.link.JoinRefusedException;
import io.berth.agent.link.Joining;
import io.berth.agent.link.Lease;
import io.berth.agent.link.LinkFiles;
import io.berth.agent.link.LinkParts;
import io.berth.agent.link.PeerIdentity;
import io.berth.agent.link.SchedulerLink;
import io.berth.agent.link.SchedulerTrust;
import io.berth.agent.link.Session;
import io.berth.agent.model.HostFacts;
import io.berth.agent.task.Boot;
import io.berth.agent.task.DynamicPorts;
import io.berth.agent.task.EngineWatch;
import io.berth.agent.task.MergedReports;
import io.berth.agent.task.TaskRunners;
import io.berth.agent.task.TaskSettings;
import io.berth.agent.task.TaskThreads;
import io.berth.agent.task.Workplace;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One agent: builds every object from top to bottom, starts them in order and closes them in
 * reverse. Several may live in one process, each with a state directory of its own. Closing leaves
 * what runs in the engine as it is.
 */
public final class AgentWiring implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(AgentWiring.class.getName());

  /** As ECS: an ended container is kept so long for whoever wants to look at it. */
  private static final Duration CLEAN_UP_AFTER = Duration.ofHours(3);

  private static final Duration EVENT_PATIENCE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  /** What a definition can ask for and an older agent could not do; there is no older one yet. */
  private static final Set<String> FEATURES = Set.of();

  private final AgentConfig config;
  private final Function<Path, JournalDisk> disks;
  private final Consumer<Throwable> onBug;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

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
    var linkParts = new LinkParts(files, clock, new ClockOffset(), random, version);
    SchedulerLink link = open(new SchedulerLink(config.scheduler(), linkParts, onBug));
    PeerIdentity identity = link.joining().identity(ticket());

    AgentJournal journal =
        open(AgentJournal.open(disks.apply(config.state()), AgentJournal.Limits.USUAL, random));
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
    var host = new HostReader(config, version);
    host.look(engine);
    var facts = new AtomicReference<>(host.facts(host.addresses()));
    var reports = new MergedReports(link::wake);
    run(new Running(clock.boot(), identity, journal, engine, link), linkParts, reports, facts);
    open(new Looking(host, engine, facts, link));
  }

  /** What has been opened by now. */
  private record Running(
      Boot boot,
      PeerIdentity identity,
      AgentJournal journal,
      ContainerEngine engine,
      SchedulerLink link) {}

  private void run(
      Running running, LinkParts linkParts, MergedReports reports, AtomicReference<HostFacts> facts)
      throws IOException {
    var place =
        new Workplace(
            running.engine(),
            new WrittenJournal(running.journal()),
            reports,
            new DynamicPorts(config.dynamicPorts(), config.reservedPorts(), new BindProbe()),
            new TaskSettings(
                running.identity().id(), FEATURES, facts.get().addresses().all(), CLEAN_UP_AFTER));
    TaskThreads threads = open(new TaskThreads(InstantSource.system(), onBug));
    var runners =
        new TaskRunners(
            place, threads, running.journal().promises(), linkParts.clock().now().wall());
    threads.start(runners, new EngineWatch(runners, place, running.boot(), EVENT_PATIENCE));
    var greeting =
        new Greeting(
            running.boot().id(),
            running.journal().journalId(),
            running.journal().startCounter(),
            facts::get,
            FEATURES);
    running
        .link()
        .start(
            running.identity(),
            new Session.Parts(
                runners,
                reports,
                new Lease(runners),
                new SchedulerTrust(linkParts.files(), linkParts.files().trust()),
                linkParts.offset(),
                greeting));
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

  /** Looks now and then whether the engine is another one by now. */
  private static final class Looking implements AutoCloseable {
    private final Thread thread;

    Looking(
        HostReader host,
        ContainerEngine engine,
        AtomicReference<HostFacts> facts,
        SchedulerLink link) {
      thread =
          Thread.ofVirtual()
              .name("host-facts")
              .start(() -> {
                var never = new Semaphore(0);
                try {
                  while (!never.tryAcquire(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                    host.look(engine);
                    look(host, facts, link);
                  }
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              });
    }

    /** Ports are bound to the addresses of the start, so these stay until the next one. */
    private static void look(
        HostReader host, AtomicReference<HostFacts> facts, SchedulerLink link) {
      try {
        HostFacts now = host.facts(facts.get().addresses());
        if (!now.equals(facts.getAndSet(now))) {
          link.wake();
        }
      } catch (IOException e) {
        LOGGER.log(Level.WARNING, "The host cannot be read: cause={0}", e.getMessage());
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  @Override
  public synchronized void close() {
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
