package io.berth.scheduler.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.LeaseAnswer;
import io.berth.proto.common.TrustBundle;
import io.berth.proto.common.TrustHeld;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer tells whom it trusts with a heartbeat, and is told of a change with the answer. */
class TrustToldTest {
  private static final PeerId PROXY = new PeerId(0, 7);
  private static final Fingerprint OLD = Fingerprint.of(new byte[] {1});
  private static final Fingerprint NEW = Fingerprint.of(new byte[] {2});

  private final InlineStore store = new InlineStore(new MemoryJournal());
  private final List<Fingerprint> wanted = new ArrayList<>(List.of(OLD));
  private final Lobby<Void> lobby =
      new Lobby<>(
          store,
          (_, _, _) -> false,
          new Seats<>(),
          SessionTimes.ofProxies(),
          new Wanted(wanted),
          _ -> {});
  private final Moment now = new Moment(Samples.NOON, 0);
  private Pulse pulse = new Pulse(lobby, PROXY);
  private long beats;

  /** Bundles of names. */
  private record Wanted(List<Fingerprint> all) implements Trusted {
    @Override
    public List<Fingerprint> names(ReadTx state) {
      return List.copyOf(all);
    }

    @Override
    public TrustBundle bundle(ReadTx state) {
      TrustBundle.Builder bundle = TrustBundle.newBuilder();
      all.forEach(one -> bundle.addCertificates(bytes(one)));
      return bundle.build();
    }
  }

  @BeforeEach
  void start() throws StorageException {
    store.start();
    store.update(
        Lane.API,
        tx -> {
          tx.insert(
              Tables.PEERS,
              new Peer(
                  PROXY,
                  PeerKind.PROXY,
                  Optional.empty(),
                  "rack",
                  new Peer.Certificate(OLD, "1", Samples.NOON, Samples.NOON),
                  new Peer.State.Active(),
                  Samples.NOON));
          return true;
        });
  }

  @Test
  void whatIsToldIsWrittenDownOnce() throws ContractBrokenException {
    assertFalse(answerTo(held(OLD, OLD)).hasTrustBundle());
    Peer.Trust told = peer().trust().orElseThrow();
    assertEquals(new Peer.Trust(List.of(OLD), Optional.of(OLD), Samples.NOON), told);
    long number = store.snapshot().version().number();
    pulse = new Pulse(lobby, PROXY);
    assertFalse(answerTo(held(OLD, OLD)).hasTrustBundle());
    assertEquals(number, store.snapshot().version().number(), "nothing was written");
  }

  @Test
  void changeIsToldWithTheNextLeaseAndOnce() throws ContractBrokenException {
    assertFalse(answerTo(held(OLD, OLD)).hasTrustBundle());
    wanted.add(NEW);
    assertEquals(List.of(bytes(OLD), bytes(NEW)), answer().getTrustBundle().getCertificatesList());
    assertFalse(answer().hasTrustBundle(), "a peer that cannot keep it is not told all the time");
    wanted.addFirst(NEW);
    wanted.removeLast();
    assertEquals(List.of(bytes(NEW), bytes(OLD)), answer().getTrustBundle().getCertificatesList());
    assertFalse(answerTo(held(NEW, NEW, OLD)).hasTrustBundle());
  }

  @Test
  void newStreamOfAPeerThatIsBehindIsToldAnew() throws ContractBrokenException {
    wanted.addFirst(NEW);
    assertTrue(answerTo(held(OLD, OLD)).hasTrustBundle());
    pulse = new Pulse(lobby, PROXY);
    assertTrue(answerTo(held(OLD, OLD)).hasTrustBundle());
  }

  /** An older one learns it from its hellos, and would not know what to do with more. */
  @Test
  void peerThatTellsNothingIsToldNothing() throws ContractBrokenException {
    wanted.addFirst(NEW);
    assertFalse(answer().hasTrustBundle());
    assertEquals(Optional.empty(), peer().trust());
  }

  @Test
  void issuerMayBeNobody() throws ContractBrokenException {
    answerTo(TrustHeld.newBuilder().addAuthorities(bytes(OLD)).build());
    assertEquals(Optional.empty(), peer().trust().orElseThrow().issuer());
  }

  @Test
  void impossibleTrustIsAContractBrokenAndWritesNothing() {
    TrustHeld.Builder many = TrustHeld.newBuilder();
    for (int one = 0; one < 9; one++) {
      many.addAuthorities(bytes(OLD));
    }
    for (TrustHeld held :
        List.of(
            TrustHeld.getDefaultInstance(),
            many.build(),
            TrustHeld.newBuilder().addAuthorities(ByteString.copyFrom(new byte[31])).build(),
            TrustHeld.newBuilder().addAuthorities(ByteString.copyFrom(new byte[1_000])).build(),
            held(OLD, OLD).toBuilder().setIssuer(ByteString.copyFrom(new byte[1])).build())) {
      assertThrows(ContractBrokenException.class, () -> answerTo(held));
    }
    assertEquals(Optional.empty(), peer().trust());
  }

  private LeaseAnswer answer() throws ContractBrokenException {
    pulse.heard(Heartbeat.newBuilder().setSequence(++beats).build(), now);
    return pulse.lease(now).orElseThrow();
  }

  private LeaseAnswer answerTo(TrustHeld held) throws ContractBrokenException {
    pulse.heard(Heartbeat.newBuilder().setSequence(++beats).setTrust(held).build(), now);
    return pulse.lease(now).orElseThrow();
  }

  private static TrustHeld held(Fingerprint issuer, Fingerprint... authorities) {
    return TrustHeld.newBuilder()
        .setIssuer(bytes(issuer))
        .addAllAuthorities(Arrays.stream(authorities).map(TrustToldTest::bytes).toList())
        .build();
  }

  private static ByteString bytes(Fingerprint name) {
    return ByteString.copyFrom(name.toArray());
  }

  private Peer peer() {
    return store.snapshot().find(Tables.PEERS, PROXY).orElseThrow();
  }
}
