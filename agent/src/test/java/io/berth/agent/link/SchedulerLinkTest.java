package io.berth.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.task.MergedReports;
import io.berth.agent.world.AgentWorld;
import io.berth.base.Moment;
import io.berth.peer.ClockOffset;
import io.berth.peer.JoinRefusedException;
import io.berth.peer.Joining;
import io.berth.peer.LinkFiles;
import io.berth.peer.LinkParts;
import io.berth.peer.PeerIdentity;
import io.berth.peer.PeerRole;
import io.berth.peer.Pem;
import io.berth.peer.Rejoining;
import io.berth.peer.SchedulerAddress;
import io.berth.peer.SchedulerLink;
import io.berth.peer.SchedulerTrust;
import io.berth.peer.TestAuthority;
import io.berth.peer.TestScheduler;
import io.berth.peer.Times;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AgentSessionGrpc;
import io.berth.proto.agent.SchedulerHello;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.common.LeaseAnswer;
import io.berth.proto.common.Refusal;
import io.berth.proto.common.RefusalCode;
import io.berth.proto.enrol.EnrolRequest;
import io.berth.proto.enrol.EnrolResponse;
import io.berth.proto.enrol.EnrolmentGrpc;
import io.berth.proto.enrol.GetNonceRequest;
import io.berth.proto.enrol.GetNonceResponse;
import io.berth.proto.enrol.RenewRequest;
import io.berth.proto.enrol.RenewResponse;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joins and speaks with a scheduler over real sockets with mutual TLS. */
class SchedulerLinkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private final long started = System.nanoTime();
  private final TestAuthority authority =
      new TestAuthority("1", Instant.now().minus(Duration.ofDays(9)));
  private final TestScheduler scheduler = new TestScheduler(authority, Instant.now());
  private final KeyPair serverKeys = TestAuthority.keys();
  private final LinkedBlockingQueue<AgentMessage> heard = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<StreamObserver<SchedulerMessage>> streams =
      new LinkedBlockingQueue<>();
  private Server server;
  private SchedulerLink link;
  private LinkParts parts;

  /** Released when the host has another identity. */
  private final Semaphore rejoined = new Semaphore(0);

  /** The next hellos are refused so. */
  private final LinkedBlockingQueue<RefusalCode> refusals = new LinkedBlockingQueue<>();

  /** How far all wall clocks are ahead of the machine's. */
  private volatile Duration forward = Duration.ZERO;

  @BeforeEach
  void startScheduler() throws Exception {
    server = server(0);
    parts =
        new LinkParts(
            PeerRole.AGENT,
            new LinkFiles(directory),
            () ->
                new Moment(
                    Instant.now().plus(forward), Duration.ofNanos(System.nanoTime() - started)),
            new ClockOffset(),
            new SecureRandom(),
            "0.1.0");
    link = link();
  }

  private SchedulerLink link() {
    return new SchedulerLink(
        new SchedulerAddress("127.0.0.1", server.getPort()), parts, bug -> heard.clear());
  }

  @AfterEach
  void stopAll() {
    link.close();
    server.shutdownNow();
  }

  private Server server(int port) throws Exception {
    String chain =
        Pem.write(
                new Pem.Block(
                    "CERTIFICATE",
                    authority.server(serverKeys.getPublic(), scheduler.now).getEncoded()))
            + Pem.write(new Pem.Block("CERTIFICATE", authority.certificate().getEncoded()));
    String key = Pem.write(new Pem.Block("PRIVATE KEY", serverKeys.getPrivate().getEncoded()));
    String trusted = Pem.write(new Pem.Block("CERTIFICATE", authority.certificate().getEncoded()));
    var credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(stream(chain), stream(key))
            .trustManager(stream(trusted))
            .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
            .build();
    return OkHttpServerBuilder.forPort(port, credentials)
        .addService(new Enrolment())
        .addService(new Sessions())
        .build()
        .start();
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  private final class Enrolment extends EnrolmentGrpc.EnrolmentImplBase {
    @Override
    public void getNonce(GetNonceRequest request, StreamObserver<GetNonceResponse> answer) {
      answer.onNext(scheduler.nonce(request));
      answer.onCompleted();
    }

    @Override
    public void enrol(EnrolRequest request, StreamObserver<EnrolResponse> answer) {
      answer.onNext(scheduler.enrol(request));
      answer.onCompleted();
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<RenewResponse> answer) {
      answer.onNext(scheduler.renew(request));
      answer.onCompleted();
    }
  }

  private final class Sessions extends AgentSessionGrpc.AgentSessionImplBase {
    @Override
    public StreamObserver<AgentMessage> connect(StreamObserver<SchedulerMessage> answers) {
      streams.add(answers);
      return new StreamObserver<>() {
        @Override
        public void onNext(AgentMessage message) {
          heard.add(message);
          RefusalCode code = message.hasHello() ? refusals.poll() : null;
          if (code != null) {
            var refusal = Refusal.newBuilder().setCode(code).setSentence("no");
            answers.onNext(SchedulerMessage.newBuilder().setRefusal(refusal).build());
            answers.onCompleted();
          } else if (message.hasHello()) {
            answers.onNext(hello(message));
          } else if (message.hasHeartbeat()) {
            answers.onNext(lease(message.getHeartbeat().getSequence()));
          }
        }

        @Override
        public void onError(Throwable fault) {}

        @Override
        public void onCompleted() {
          answers.onCompleted();
        }
      };
    }
  }

  private SchedulerMessage hello(AgentMessage message) {
    return SchedulerMessage.newBuilder()
        .setHello(
            SchedulerHello.newBuilder()
                .setClock(
                    authority.clock(
                        scheduler.now, message.getHello().getClockNonce().toByteArray()))
                .setEpoch(1)
                .setLeaseMs(10_000)
                .setHeartbeatIntervalMs(500)
                .setTrustBundle(TestAuthority.bundle(authority)))
        .build();
  }

  private SchedulerMessage lease(long sequence) {
    return SchedulerMessage.newBuilder()
        .setLease(
            LeaseAnswer.newBuilder()
                .setSequence(sequence)
                .setLeaseMs(10_000)
                .setTime(Times.timestamp(scheduler.now)))
        .build();
  }

  private PeerIdentity join(byte[] pin) throws Exception {
    return link.joining()
        .identity(
            Optional.of(
                new Joining.Ticket(TestScheduler.TOKEN, HexFormat.of().formatHex(pin), "host-1")));
  }

  private void start(PeerIdentity identity) throws Exception {
    start(identity, Optional.empty());
  }

  private static Optional<Joining.Ticket> ticket(String token, byte[] pin) {
    return Optional.of(new Joining.Ticket(token, HexFormat.of().formatHex(pin), "host-1"));
  }

  private void start(PeerIdentity identity, Optional<Joining.Ticket> ticket) throws Exception {
    AgentWorld agent = AgentWorld.started();
    var greeting =
        new Greeting(
            "boot-1", agent.journal().journalId(), 1, () -> LinkWorld.facts("10.0.0.1"), Set.of());
    var trust = new SchedulerTrust(parts.files(), parts.files().trust());
    var session =
        new SessionParts(
            agent.runners(),
            new MergedReports(link::wake),
            new Lease(agent.runners(), "boot-1"),
            parts.offset(),
            PlanRoom.ofHeap(1L << 30),
            greeting,
            new Departure());
    link.start(
        identity, trust, new AgentDialect(session), new Rejoining(ticket, rejoined::release));
  }

  private AgentMessage await(AgentMessage.KindCase kind) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      AgentMessage message = heard.poll(1, TimeUnit.SECONDS);
      if (message != null && message.getKindCase() == kind) {
        return message;
      }
    }
    throw new AssertionError("No " + kind + " within " + PATIENCE);
  }

  @Test
  void hostJoinsOpensASessionAndComesBackAfterItsEnd() throws Exception {
    start(join(authority.fingerprint()));
    assertEquals(
        "boot-1", await(AgentMessage.KindCase.HELLO).getHello().getIncarnation().getBootId());
    assertTrue(await(AgentMessage.KindCase.INVENTORY).getInventory().getLast());
    assertEquals(1, await(AgentMessage.KindCase.HEARTBEAT).getHeartbeat().getSequence());
    int port = server.getPort();
    server.shutdownNow();
    assertTrue(server.awaitTermination(60, TimeUnit.SECONDS));
    server = server(port);
    AgentMessage _ = await(AgentMessage.KindCase.HELLO);
    AgentMessage _ = await(AgentMessage.KindCase.HEARTBEAT);
  }

  @Test
  void schedulerOfAnotherFingerprintGetsNoToken() {
    JoinRefusedException refused =
        assertThrows(JoinRefusedException.class, () -> join(new byte[32]));
    assertTrue(String.valueOf(refused.getMessage()).contains("fingerprint"), refused::getMessage);
    assertEquals(0, scheduler.tokens.size());
  }

  @Test
  void hostThatHasJoinedNeedsNoTicketAgain() throws Exception {
    PeerIdentity identity = join(authority.fingerprint());
    assertEquals(identity, link.joining().identity(Optional.empty()));
  }

  @Test
  void hostOfAnotherClusterThanItsConfigurationSaysIsNotStarted() throws Exception {
    PeerIdentity identity = join(authority.fingerprint());
    Joining.requireCluster(identity, Optional.empty());
    Joining.requireCluster(identity, Optional.of("default"));
    JoinRefusedException refused =
        assertThrows(
            JoinRefusedException.class, () -> Joining.requireCluster(identity, Optional.of("web")));
    assertTrue(String.valueOf(refused.getMessage()).contains("web"));
  }

  @Test
  void hostWithoutTicketSaysWhatToDo() {
    JoinRefusedException refused =
        assertThrows(JoinRefusedException.class, () -> link.joining().identity(Optional.empty()));
    assertTrue(String.valueOf(refused.getMessage()).contains("berth token create"));
  }

  @Test
  void certificateThatIsDueIsRenewedBesideTheSession() throws Exception {
    start(join(authority.fingerprint()));
    AgentMessage _ = await(AgentMessage.KindCase.HEARTBEAT);
    PeerIdentity first = parts.files().identity().orElseThrow();
    sixtyDaysPass();
    awaitRenewals(1);
    awaitThat(() -> !parts.files().identity().orElseThrow().equals(first));
    assertSessionGoesOn();
  }

  @Test
  void refusedRenewalLeavesTheSessionAlone() throws Exception {
    scheduler.refusesRenewals = Optional.of(RefusalCode.REFUSAL_CODE_REQUEST_INVALID);
    start(join(authority.fingerprint()));
    AgentMessage _ = await(AgentMessage.KindCase.HEARTBEAT);
    sixtyDaysPass();
    awaitRenewals(1);
    assertSessionGoesOn();
  }

  @Test
  void revokedHostWithAFreshTokenJoinsAnewByItself() throws Exception {
    PeerIdentity former = join(authority.fingerprint());
    refusals.add(RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED);
    start(former, ticket(TestScheduler.SECOND_TOKEN, authority.fingerprint()));
    assertTrue(rejoined.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    PeerIdentity next = parts.files().identity().orElseThrow();
    assertEquals(TestScheduler.SECOND_IDENTITY, next.id());
    assertNotEquals(former.key(), next.key());
    // As the agent begins anew, with the identity that is on disk.
    link.close();
    heard.clear();
    link = link();
    start(link.joining().identity(Optional.empty()));
    AgentMessage _ = await(AgentMessage.KindCase.HEARTBEAT);
  }

  @Test
  void revokedHostShowsATokenThatIsGoodForNothingOnlyOnce() throws Exception {
    PeerIdentity former = join(authority.fingerprint());
    refusals.add(RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED);
    start(former, ticket(TestScheduler.TOKEN, authority.fingerprint()));
    awaitThat(() -> scheduler.tokens.size() == 2);
    assertEquals(former, parts.files().identity().orElseThrow());
    assertEquals(0, rejoined.availablePermits());
  }

  @Test
  void hostThatLostItsJournalShowsItsFreshToken() throws Exception {
    PeerIdentity identity = join(authority.fingerprint());
    refusals.add(RefusalCode.REFUSAL_CODE_SECOND_STREAM);
    start(identity, ticket("a fresh token", authority.fingerprint()));
    assertFalse(await(AgentMessage.KindCase.HELLO).getHello().hasRejoinToken());
    assertEquals("a fresh token", await(AgentMessage.KindCase.HELLO).getHello().getRejoinToken());
    AgentMessage _ = await(AgentMessage.KindCase.HEARTBEAT);
  }

  /** The only hello that was said is the first one. */
  private void assertSessionGoesOn() throws InterruptedException {
    for (int beat = 0; beat < 2; beat++) {
      AgentMessage _ = await(AgentMessage.KindCase.HEARTBEAT);
    }
    assertEquals(1, streams.size());
  }

  private void sixtyDaysPass() {
    Duration days = Duration.ofDays(60);
    scheduler.now = scheduler.now.plus(days);
    forward = days;
  }

  /** An answer from before may still tell the old time, so the time is looked at again. */
  private void awaitRenewals(int count) throws Exception {
    awaitThat(() -> {
      link.lookAtTheTime();
      return scheduler.renewals.get() >= count;
    });
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void awaitThat(Condition condition) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.holds()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("It did not come to that within " + PATIENCE);
      }
      boolean _ = new Semaphore(0).tryAcquire(20, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void closingEndsTheStream() throws Exception {
    start(join(authority.fingerprint()));
    AgentMessage _ = await(AgentMessage.KindCase.HEARTBEAT);
    assertTrue(link.isConnected());
    link.close();
    assertFalse(link.isConnected());
  }
}
