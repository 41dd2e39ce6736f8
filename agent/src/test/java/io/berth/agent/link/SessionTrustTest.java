package io.berth.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.berth.peer.Ending;
import io.berth.peer.TestAuthority;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.TrustBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent whose session is open hears of another authority, keeps that, and says so. */
class SessionTrustTest {
  private static final TestAuthority NEXT =
      new TestAuthority("2", Instant.parse("2025-12-01T00:00:00Z"));

  @TempDir Path directory;

  private LinkWorld opened() {
    var world = new LinkWorld(directory);
    world.open();
    return world;
  }

  @Test
  void firstHeartbeatTellsWhatIsOnDiskAndLaterOnesDoNotRepeatIt() {
    LinkWorld world = opened();
    Heartbeat first = beat(world);
    assertEquals(List.of(name(world.authority)), first.getTrust().getAuthoritiesList());
    assertTrue(first.getTrust().getIssuer().isEmpty(), "it has no certificate here");
    for (int more = 0; more < 5; more++) {
      world.answerHeartbeats();
      assertFalse(beat(world).hasTrust());
    }
  }

  @Test
  void nextAuthorityIsKeptAndToldOfInTheNextHeartbeat() throws Exception {
    LinkWorld world = opened();
    Heartbeat last = beat(world);
    world.say(answer(world, last, TestAuthority.bundle(world.authority, NEXT)));
    List<X509Certificate> both = List.of(world.authority.certificate(), NEXT.certificate());
    assertEquals(both, world.trust.authorities());
    assertEquals(both, world.files.trust());
    Heartbeat next = beat(world);
    assertEquals(List.of(name(world.authority), name(NEXT)), next.getTrust().getAuthoritiesList());
    assertTrue(world.session.isOpen());
  }

  @Test
  void newStreamTellsItAnew() {
    LinkWorld world = opened();
    assertTrue(beat(world).hasTrust());
    world.reconnect();
    world.open();
    assertTrue(beat(world).hasTrust());
  }

  @Test
  void bundleThatCannotBeReadEndsTheSessionAndChangesNothing() throws Exception {
    LinkWorld world = opened();
    Heartbeat last = beat(world);
    var bad = TrustBundle.newBuilder().addCertificates(ByteString.copyFromUtf8("no certificate"));
    world.say(answer(world, last, bad.build()));
    assertInstanceOf(Ending.Broken.class, world.session.ending().orElseThrow());
    assertEquals(world.authority.trusted(), world.trust.authorities());
    assertEquals(List.of(), world.files.trust(), "nothing was written");
  }

  @Test
  void emptyBundleIsNoWishToTrustNobody() {
    LinkWorld world = opened();
    Heartbeat last = beat(world);
    world.say(answer(world, last, TrustBundle.getDefaultInstance()));
    assertFalse(world.session.isOpen());
    assertEquals(world.authority.trusted(), world.trust.authorities());
  }

  /** Goal: operators retire an authority by what is told, so nothing is told that a crash loses. */
  @Test
  void whatCannotBeWrittenIsTrustedNowButNotTold() throws Exception {
    LinkWorld world = opened();
    Heartbeat last = beat(world);
    // Root may write anywhere: a directory in the way stops everybody.
    Path inTheWay = Files.createDirectory(directory.resolve("trust.pem.next"));
    Files.writeString(inTheWay.resolve("full"), "");
    world.say(answer(world, last, TestAuthority.bundle(NEXT, world.authority)));
    assertEquals(NEXT.certificate(), world.trust.authorities().getFirst());
    assertFalse(beat(world).hasTrust());

    Files.delete(inTheWay.resolve("full"));
    Files.delete(inTheWay);
    world.reconnect();
    world.begin();
    world.say(
        LinkWorld.sayHello(
            world.helloBody(1).toBuilder()
                .setTrustBundle(TestAuthority.bundle(NEXT, world.authority))
                .build()));
    assertEquals(2, beat(world).getTrust().getAuthoritiesCount());
    Path file = directory.resolve("trust.pem");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  /** The next one; nobody has answered it yet. */
  private static Heartbeat beat(LinkWorld world) {
    world.sent.clear();
    world.pass(Duration.ofMillis(LinkWorld.INTERVAL_MS));
    return world.all(AgentMessage.KindCase.HEARTBEAT).getFirst().getHeartbeat();
  }

  private static SchedulerMessage answer(LinkWorld world, Heartbeat beat, TrustBundle bundle) {
    SchedulerMessage plain = world.leaseAnswer(beat.getSequence(), LinkWorld.LEASE_MS);
    return plain.toBuilder().setLease(plain.getLease().toBuilder().setTrustBundle(bundle)).build();
  }

  private static ByteString name(TestAuthority authority) {
    return ByteString.copyFrom(authority.fingerprint());
  }
}
