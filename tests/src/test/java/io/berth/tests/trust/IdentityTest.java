package io.berth.tests.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.peer.PeerIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An identity lasts through long absences and wrong clocks, and ends at once when it is revoked.
 */
class IdentityTest {
  private static final Duration TOLERATED = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {50, 200, 1_000})
  void schedulerThatWasAwayForDaysFindsAllItsAgentsAgain(int days) throws Exception {
    try (TrustWorld world = new TrustWorld(folder)) {
      LinkedAgent runsOn = world.joined("runs-on");
      LinkedAgent isOff = world.joined("is-off");
      world.await("both are there", () -> runsOn.isConnected() && isOff.isConnected());
      PeerIdentity before = runsOn.identity();
      isOff.close();
      world.schedulerIsAwayFor(Duration.ofDays(days));
      isOff.start();
      world.await("both are back", () -> runsOn.isConnected() && isOff.isConnected());
      world.await("it has renewed", () -> !runsOn.identity().equals(before));
      assertEquals(before.id(), runsOn.identity().id());
      assertTrue(ends(runsOn).isAfter(world.clock().instant().plus(Duration.ofDays(80))));
      assertEquals(3, world.done("peer", "list").lines().count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:01Z", "2100-01-01T00:00:00Z"})
  void hostWithAWrongClockJoinsRenewsAndComesBack(String believed) throws Exception {
    try (TrustWorld world = new TrustWorld(folder)) {
      LinkedAgent agent = world.agent("dead-battery");
      agent.believes(Instant.parse(believed));
      agent.join(world.scheduler().newAgentTicket());
      world.await("it is in", agent::isConnected);
      assertRight(agent, world);
      PeerIdentity joined = agent.identity();

      // Its certificate is over by the scheduler's clock, and young or long over by its own.
      world.schedulerIsAwayFor(Duration.ofDays(200));
      agent.start();
      world.await("it is back", agent::isConnected);
      assertRight(agent, world);
      assertNotEquals(joined, agent.identity());
      assertEquals(joined.id(), agent.identity().id());
      assertTrue(ends(agent).isAfter(world.clock().instant().plus(Duration.ofDays(80))));
    }
  }

  @Test
  void revokedAgentIsTurnedOutAtOnceAndGetsNoOtherCertificate() throws Exception {
    try (TrustWorld world = new TrustWorld(folder)) {
      LinkedAgent agent = world.joined("rack-1");
      LinkedAgent other = world.joined("rack-2");
      world.await("both are there", () -> agent.isConnected() && other.isConnected());
      String id = agent.identity().id();
      assertEquals(id + " is revoked\n", world.done("peer", "revoke", id));
      assertEquals(id + " is revoked\n", world.done("peer", "revoke", id));
      world.await("its session has ended", () -> !agent.isConnected());
      assertTrue(other.isConnected());
      assertTrue(
          world.done("peer", "list").matches("(?s).*" + id + " +agent +default +revoked .*"));

      PeerIdentity before = agent.identity();
      agent.start();
      world.await("it is refused, and history says so", () -> isAlarmed(world, id));
      assertFalse(agent.isConnected());
      // Also when its certificate is due: it asks for another one in vain.
      world.schedulerIsAwayFor(Duration.ofDays(60));
      agent.start();
      other.start();
      world.await("the other one is there", other::isConnected);
      assertEquals(before, agent.identity());
      assertFalse(agent.isConnected());
      String history = world.done("why", id);
      assertTrue(history.contains("was revoked: it is let in never again"), history);
      assertTrue(history.contains("after RevokePeer by key"), history);
    }
  }

  /** Goal: what was stolen before a revocation is worth nothing after it, and its use is seen. */
  @Test
  void stolenCertificateIsRefusedAndAlarmedAfterTheRevocation() throws Exception {
    try (TrustWorld world = new TrustWorld(folder)) {
      LinkedAgent robbed = world.joined("robbed");
      world.await("it is there", robbed::isConnected);
      LinkedAgent thief = world.agent("thief");
      robbed.copyTo(thief);
      String id = robbed.identity().id();
      robbed.close();
      world.done("peer", "revoke", id);
      int before = world.done("why", id).split("IDENTITY_REFUSED", -1).length;

      thief.start();
      world.await("its use is seen", () -> isAlarmed(world, id));
      assertFalse(thief.isConnected());
      String history = world.done("why", id);
      assertTrue(history.contains("somebody at 127.0.0.1 shows its certificate"), history);
      assertTrue(history.contains(id + " was revoked at "), history);
      assertEquals(1, before);
    }
  }

  private static boolean isAlarmed(TrustWorld world, String id) {
    return world.done("why", id).contains("alarm IDENTITY_REFUSED about host " + id);
  }

  private static void assertRight(LinkedAgent agent, TrustWorld world) {
    Duration off = Duration.between(agent.correctedTime(), world.clock().instant()).abs();
    assertTrue(off.compareTo(TOLERATED) < 0, () -> "its clock is off by " + off);
  }

  private static Instant ends(LinkedAgent agent) {
    return agent.identity().chain().getFirst().getNotAfter().toInstant();
  }
}
