package io.berth.tests.trust;

import io.berth.agent.link.AgentDialect;
import io.berth.agent.link.Departure;
import io.berth.agent.link.Greeting;
import io.berth.agent.link.Lease;
import io.berth.agent.link.PlanRoom;
import io.berth.agent.link.SessionParts;
import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.HostFacts;
import io.berth.agent.model.HostFacts.Addresses;
import io.berth.agent.model.HostFacts.Architecture;
import io.berth.agent.model.HostFacts.Capacity;
import io.berth.agent.model.HostFacts.Defaults;
import io.berth.agent.model.HostFacts.EngineFacts;
import io.berth.agent.model.HostFacts.EngineKind;
import io.berth.agent.model.HostFacts.Machine;
import io.berth.agent.model.HostFacts.PortRange;
import io.berth.agent.task.MergedReports;
import io.berth.agent.world.AgentWorld;
import io.berth.base.Moment;
import io.berth.peer.ClockOffset;
import io.berth.peer.Dialect;
import io.berth.peer.Joining;
import io.berth.peer.LinkFiles;
import io.berth.peer.LinkParts;
import io.berth.peer.PeerIdentity;
import io.berth.peer.PeerRole;
import io.berth.peer.Rejoining;
import io.berth.peer.SchedulerAddress;
import io.berth.peer.SchedulerLink;
import io.berth.peer.SchedulerTrust;
import io.berth.peer.Speaker;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.scheduler.main.SchedulerWiring;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The real link of an agent that has nothing to do, on a host whose clock may be wrong. */
final class LinkedAgent implements AutoCloseable {
  private final String name;
  private final Path home;
  private final int port;
  private final long started = System.nanoTime();
  private final AgentWorld world = AgentWorld.started();
  private final AtomicInteger connects = new AtomicInteger();
  private volatile InstantSource clock;
  private LinkParts parts;
  private @Nullable SchedulerLink link;

  LinkedAgent(String name, Path home, int port, InstantSource clock) {
    this.name = name;
    this.home = home;
    this.port = port;
    this.clock = clock;
    this.parts = newParts();
  }

  private LinkParts newParts() {
    return new LinkParts(
        PeerRole.AGENT,
        new LinkFiles(home),
        () -> new Moment(clock.instant(), Duration.ofNanos(System.nanoTime() - started)),
        new ClockOffset(),
        new SecureRandom(),
        "0.1.0");
  }

  /** Its host is wrong about the time from now on. */
  void believes(Instant time) {
    Duration wrong = Duration.between(Instant.now(), time);
    clock = () -> Instant.now().plus(wrong);
  }

  Instant correctedTime() {
    return parts.offset().corrected(clock.instant());
  }

  /** Joins with what an operator gave out, and stays. */
  void join(SchedulerWiring.JoinTicket ticket) throws Exception {
    start(Optional.of(new Joining.Ticket(ticket.token(), ticket.caFingerprint(), name)));
  }

  /** Its process begins anew, with what is on its disk. */
  void start() throws Exception {
    start(Optional.empty());
  }

  private void start(Optional<Joining.Ticket> ticket) throws Exception {
    close();
    parts = newParts();
    connects.set(0);
    var next =
        new SchedulerLink(
            new SchedulerAddress("127.0.0.1", port),
            parts,
            bug -> {
              throw new AssertionError(bug);
            });
    link = next;
    PeerIdentity identity = next.joining().identity(ticket);
    var session =
        new SessionParts(
            world.runners(),
            new MergedReports(next::wake),
            new Lease(world.runners(), BOOT),
            parts.offset(),
            PlanRoom.ofHeap(1L << 30),
            new Greeting(
                BOOT,
                world.journal().journalId(),
                world.journal().startCounter(),
                this::facts,
                Set.of()),
            new Departure());
    next.start(
        identity,
        new SchedulerTrust(parts.files(), parts.files().trust()),
        new Counting(new AgentDialect(session), connects),
        new Rejoining(Optional.empty(), () -> {}));
  }

  private static final String BOOT = "6f1c1c5e-0000-4000-8000-000000000000";

  private HostFacts facts() {
    return new HostFacts(
        new Capacity(2_048, 1L << 30, List.of()),
        new Addresses(Optional.of("127.0.0.1"), Optional.empty()),
        new PortRange(20_000, 20_099),
        List.of(),
        Map.of(),
        new EngineFacts(EngineKind.DOCKER, "28.0", "1.44"),
        new Defaults(Duration.ofSeconds(30), PullBehaviour.PULL_OR_CACHED),
        new Machine(name, "Debian 13", Architecture.X86_64, "6.1", 2),
        "0.1.0",
        Map.of());
  }

  /** Counts the streams that are opened. */
  private record Counting(AgentDialect agent, AtomicInteger connects)
      implements Dialect<AgentMessage, SchedulerMessage> {
    @Override
    public void connect(ManagedChannel channel, StreamObserver<SchedulerMessage> incoming) {
      connects.incrementAndGet();
      agent.connect(channel, incoming);
    }

    @Override
    public Speaker<AgentMessage, SchedulerMessage> speaker() {
      return agent.speaker();
    }

    @Override
    public void look(Moment now) {
      agent.look(now);
    }
  }

  boolean isConnected() {
    SchedulerLink open = link;
    return open != null && open.isConnected();
  }

  /** How many streams its process has opened. */
  int connects() {
    return connects.get();
  }

  void lookAtTheTime() {
    SchedulerLink open = link;
    if (open != null) {
      open.lookAtTheTime();
    }
  }

  PeerIdentity identity() {
    try {
      return parts.files().identity().orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** How many authorities are in its file. */
  int trusts() {
    try {
      return parts.files().trust().size();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Somebody has made a copy of its disk. */
  void copyTo(LinkedAgent thief) throws IOException {
    for (String file : List.of("identity.pem", "trust.pem")) {
      Files.copy(home.resolve(file), thief.home.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  @Override
  public void close() {
    SchedulerLink open = link;
    link = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    return name + (isConnected() ? " is connected" : " is not connected") + " by " + connects;
  }
}
