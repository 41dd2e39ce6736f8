package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AgentSessionGrpc;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.common.ClockStatement;
import io.berth.proto.common.PeerKind;
import io.berth.proto.common.RefusalCode;
import io.berth.proto.common.SignatureAlgorithm;
import io.berth.proto.enrol.Credentials;
import io.berth.proto.enrol.EnrolmentGrpc;
import io.berth.proto.enrol.GetNonceRequest;
import io.berth.proto.enrol.OldKeyProof;
import io.berth.proto.enrol.RenewRequest;
import io.berth.proto.enrol.RenewResponse;
import io.berth.scheduler.control.Adoption;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.identity.CertificateRequest;
import io.berth.scheduler.identity.EnrolRate;
import io.berth.scheduler.identity.HostKey;
import io.berth.scheduler.identity.Peers;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.ClientStream;
import io.berth.scheduler.peer.PeerService;
import io.berth.scheduler.peer.PortWorld;
import io.berth.scheduler.peer.SessionTimes;
import io.berth.scheduler.peer.Times;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The port over real TLS. */
final class AgentPortTest {
  private final PortWorld world =
      new PortWorld(new EnrolRate.Limits(6, Duration.ofHours(1), 100), AgentPortTest::services);

  private static List<PeerService> services(PortWorld.Serving serving) {
    StateStore store = serving.identities().store();
    return List.of(
        new AgentService(
            serving.identities(),
            new AgentService.Commands(
                new HostCommands(store, serving.clock()),
                new TaskCommands(store, serving.clock(), new SplittableRandom(1)),
                new Adoption(store, serving.clock())),
            SessionTimes.ofAgents(),
            serving.alarms()));
  }

  private static ClientStream<AgentMessage, SchedulerMessage> stream(ManagedChannel channel) {
    return new ClientStream<>(AgentSessionGrpc.newStub(channel)::connect, SchedulerMessage.class);
  }

  @AfterEach
  void close() throws InterruptedException {
    world.close();
  }

  @Test
  void hostJoinsConnectsAndIsToldOfATask() throws InterruptedException {
    HostKey key = world.key();
    Credentials own = joined(key, PeerKind.PEER_KIND_AGENT);
    assertEquals("default", own.getClusterName());
    ClientStream<AgentMessage, SchedulerMessage> stream = greeted(key, own);
    assertTrue(stream.next().hasHello());
    HostId host = HostId.parse(own.getIdentity());
    assertTrue(
        world.store.snapshot().find(Tables.HOSTS, host).filter(Host::isReachable).isPresent());

    stream.send(Messages.emptyInventory());
    assertTrue(stream.next().hasSyncBegin());
    SchedulerMessage end = stream.next();
    stream.send(
        AgentMessage.newBuilder()
            .setDesiredAck(DesiredAck.newBuilder().setVersion(end.getSyncEnd().getVersion()))
            .build());
    TaskId task = newTask(host);
    var difference = stream.next().getDifference();
    assertEquals(task.text(), difference.getChange().getAssignments(0).getTaskId());

    stream.send(Messages.heartbeat(1));
    assertEquals(1, stream.next().getLease().getSequence());
  }

  @Test
  void clockIsSignedOverTheCallersNonce() throws InvalidProtocolBufferException {
    var answer = EnrolmentGrpc.newBlockingStub(world.stranger()).getNonce(nonceRequest());
    ClockStatement statement = ClockStatement.parseFrom(answer.getClock().getStatement());
    assertEquals(nonceRequest().getClockNonce(), statement.getNonce());
    assertEquals(Times.of(world.now.get()), statement.getTime());
    assertEquals(32, answer.getNonce().size());
  }

  @Test
  void strangerGetsNoSession() throws InterruptedException {
    ClientStream<AgentMessage, SchedulerMessage> stream = stream(world.stranger());
    assertEquals(Status.Code.UNAUTHENTICATED, stream.end().getCode());
  }

  @Test
  void tokenIsGoodForOneKeyAndForItsTime() {
    String token = world.token(io.berth.scheduler.model.PeerKind.AGENT);
    HostKey key = world.key();
    var first = world.enrol(token, key, PeerKind.PEER_KIND_AGENT);
    var again = world.enrol(token, key, PeerKind.PEER_KIND_AGENT);
    var other = world.enrol(token, world.key(), PeerKind.PEER_KIND_AGENT);
    assertEquals(first.getCredentials().getIdentity(), again.getCredentials().getIdentity());
    assertEquals(RefusalCode.REFUSAL_CODE_TOKEN_INVALID, other.getRefusal().getCode());

    String late = world.token(io.berth.scheduler.model.PeerKind.AGENT);
    world.now.set(world.now.get().plus(Duration.ofHours(2)));
    var expired = world.enrol(late, world.key(), PeerKind.PEER_KIND_AGENT);
    assertEquals(RefusalCode.REFUSAL_CODE_TOKEN_INVALID, expired.getRefusal().getCode());
  }

  @Test
  void expiredCertificateIsRenewedByItsKey() throws InterruptedException {
    HostKey key = world.key();
    Credentials old = joined(key, PeerKind.PEER_KIND_AGENT);
    world.now.set(world.now.get().plus(Duration.ofDays(91)));
    // Whoever shows it now is not even let in by TLS.
    assertEquals(Status.Code.UNAVAILABLE, greeted(key, old).end().getCode());

    var stub = EnrolmentGrpc.newBlockingStub(world.stranger());
    ByteString nonce = stub.getNonce(nonceRequest()).getNonce();
    HostKey next = world.key();
    // A signature differs each time, so the proof is made over the very request that is sent.
    Bytes signedRequest = next.request();
    var proof =
        key.proof(
            Bytes.of(old.getCertificateChain(0).toByteArray()),
            Bytes.of(nonce.toByteArray()),
            PortWorld.value(CertificateRequest.read(signedRequest)));
    RenewResponse renewed =
        stub.renew(
            RenewRequest.newBuilder()
                .setCsrDer(ByteString.copyFrom(signedRequest.toArray()))
                .setOldKeyProof(
                    OldKeyProof.newBuilder()
                        .setCertificateDer(old.getCertificateChain(0))
                        .setNonce(nonce)
                        .setSignature(ByteString.copyFrom(proof.signature().toArray()))
                        .setAlgorithm(SignatureAlgorithm.SIGNATURE_ALGORITHM_ECDSA_P256_SHA256))
                .build());
    assertEquals(old.getIdentity(), renewed.getCredentials().getIdentity());
    assertTrue(greeted(next, renewed.getCredentials()).next().hasHello());
  }

  @Test
  void renewalWithoutAnyProofIsRefused() {
    HostKey key = world.key();
    RenewResponse renewed =
        EnrolmentGrpc.newBlockingStub(world.stranger())
            .renew(
                RenewRequest.newBuilder()
                    .setCsrDer(ByteString.copyFrom(key.request().toArray()))
                    .build());
    assertEquals(RefusalCode.REFUSAL_CODE_PROOF_INVALID, renewed.getRefusal().getCode());
  }

  @Test
  void connectionProvesItsCertificateForARenewal() {
    HostKey key = world.key();
    Credentials own = joined(key, PeerKind.PEER_KIND_AGENT);
    RenewResponse renewed =
        EnrolmentGrpc.newBlockingStub(world.known(key, own.getCertificateChain(0)))
            .renew(
                RenewRequest.newBuilder()
                    .setCsrDer(ByteString.copyFrom(world.key().request().toArray()))
                    .build());
    assertEquals(own.getIdentity(), renewed.getCredentials().getIdentity());
  }

  @Test
  void revokedIdentityLosesItsSessionAndGetsNoOther() throws InterruptedException {
    HostKey key = world.key();
    Credentials own = joined(key, PeerKind.PEER_KIND_AGENT);
    ClientStream<AgentMessage, SchedulerMessage> stream = greeted(key, own);
    assertTrue(stream.next().hasHello());
    world.store.update(
        Lane.API, tx -> Peers.revoke(tx, PeerId.parse(own.getIdentity()), world.now.get()));
    assertEquals(RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED, stream.next().getRefusal().getCode());
    assertEquals(Status.Code.OK, stream.end().getCode());
    assertEquals(List.of(), world.alarms, "its end alone alarms nobody");
    assertEquals(
        RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED, greeted(key, own).next().getRefusal().getCode());
    assertEquals(
        List.of(Alarm.Kind.IDENTITY_REFUSED), world.alarms.stream().map(Alarm::kind).toList());
    assertEquals(own.getIdentity(), world.alarms.getFirst().peer().text());
  }

  @Test
  void proxyGetsNoAgentsSession() throws InterruptedException {
    HostKey key = world.key();
    Credentials own = joined(key, PeerKind.PEER_KIND_PROXY);
    assertEquals(
        RefusalCode.REFUSAL_CODE_WRONG_KIND, greeted(key, own).next().getRefusal().getCode());
  }

  @Test
  void tooManyTriesFromOneAddressAreRefused() {
    var stub = EnrolmentGrpc.newBlockingStub(world.stranger());
    for (int tries = 0; tries < 6; tries++) {
      assertEquals(32, stub.getNonce(nonceRequest()).getNonce().size());
    }
    var refused = assertThrows(StatusRuntimeException.class, () -> stub.getNonce(nonceRequest()));
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
  }

  @Test
  void tooLargeAMessageEndsItsStreamAlone() throws InterruptedException {
    HostKey key = world.key();
    Credentials own = joined(key, PeerKind.PEER_KIND_AGENT);
    ManagedChannel channel = world.known(key, own.getCertificateChain(0));
    ClientStream<AgentMessage, SchedulerMessage> large = stream(channel);
    large.send(
        AgentMessage.newBuilder()
            .setReport(
                io.berth.proto.agent.StatusReport.newBuilder()
                    .addTasks(TaskStatus.newBuilder().setTaskId("x".repeat(300_000))))
            .build());
    assertTrue(!large.end().isOk());
    ClientStream<AgentMessage, SchedulerMessage> next = stream(channel);
    next.send(Messages.hello(Messages.anyHello().build()));
    assertTrue(next.next().hasHello());
  }

  @Test
  void whoSpeaksNoTlsHarmsNobody() throws IOException, InterruptedException {
    var address = world.port.address();
    try (Socket plain = new Socket(address.getAddress(), address.getPort())) {
      plain.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PortWorld.DEADLINE_SECONDS));
      plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      plain.getOutputStream().flush();
      while (plain.getInputStream().read() >= 0) {
        // Whatever the alert says, the end counts.
      }
    }
    HostKey key = world.key();
    assertTrue(greeted(key, joined(key, PeerKind.PEER_KIND_AGENT)).next().hasHello());
  }

  @Test
  void closingTellsAgentsToComeAgain() throws InterruptedException {
    HostKey key = world.key();
    ClientStream<AgentMessage, SchedulerMessage> stream =
        greeted(key, joined(key, PeerKind.PEER_KIND_AGENT));
    assertTrue(stream.next().hasHello());
    world.port.close();
    assertEquals(RefusalCode.REFUSAL_CODE_BUSY, stream.next().getRefusal().getCode());
  }

  private Credentials joined(HostKey key, PeerKind kind) {
    var model =
        kind == PeerKind.PEER_KIND_AGENT
            ? io.berth.scheduler.model.PeerKind.AGENT
            : io.berth.scheduler.model.PeerKind.PROXY;
    return world.enrol(world.token(model), key, kind).getCredentials();
  }

  private ClientStream<AgentMessage, SchedulerMessage> greeted(HostKey key, Credentials own) {
    ClientStream<AgentMessage, SchedulerMessage> stream =
        stream(world.known(key, own.getCertificateChain(0)));
    stream.send(Messages.hello(Messages.anyHello().build()));
    return stream;
  }

  private static GetNonceRequest nonceRequest() {
    return GetNonceRequest.newBuilder().setClockNonce(ByteString.copyFrom(new byte[16])).build();
  }

  private TaskId newTask(HostId host) {
    Plan plan = SessionWorld.plan(Set.of());
    TaskId id = new TaskId(1, 1);
    return world.store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.PLANS, plan);
          tx.insert(
              Tables.TASKS,
              new Task(
                  id,
                  PortWorld.CLUSTER,
                  host,
                  new TaskOrder(SessionWorld.WEB, plan.hash(), plan.asked(), "family:web", "test"),
                  new Wish.Run(),
                  Sighting.NONE,
                  world.now.get(),
                  1,
                  Map.of()));
          return id;
        });
  }
}
