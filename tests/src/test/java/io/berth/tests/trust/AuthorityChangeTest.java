package io.berth.tests.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.peer.JoinRefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator changes the authority while agents are there, away, or about to join. */
class AuthorityChangeTest {
  private static final Duration LIFE = Duration.ofDays(3_652);

  @TempDir private Path folder;

  @Test
  void agentGoesThroughTheWholeChangeWithoutLosingItsSession() throws Exception {
    try (TrustWorld world = new TrustWorld(folder)) {
      LinkedAgent agent = world.joined("rack-1");
      String old = world.signing();
      world.await("the agent has told whom it trusts", () -> world.says(old, "1 of 1", 1));

      String next = world.prepared();
      assertEquals(next, world.prepared());
      assertTrue(world.authority("prepared").startsWith(next));
      world.await("the next one is trusted by the agent", () -> world.says(next, "1 of 1", 0));
      assertEquals(2, agent.trusts());
      assertEquals(old, world.signing());

      assertEquals(next + " is active\n", world.done("ca", "switch", next.substring(0, 8)));
      assertEquals(next + " is active\n", world.done("ca", "switch", next));
      world.await(
          "the agent has a certificate of the new one", () -> world.says(next, "1 of 1", 1));
      world.await("nobody needs the old one", () -> world.says(old, "1 of 1", 0));

      assertEquals(old + " is retired\n", world.done("ca", "retire", old));
      world.await("the agent has forgotten the old one", () -> agent.trusts() == 1);
      assertTrue(agent.isConnected());
      assertEquals(1, agent.connects(), "it has never connected anew");

      agent.start();
      world.await("it comes back with what is on its disk", agent::isConnected);
      String told = world.done("why", next);
      assertTrue(told.contains("was made") && told.contains("signs from now on"), told);
      assertTrue(told.contains("after SwitchAuthority by key"), told);
      assertTrue(world.done("why", old).contains("is believed no more"));
    }
  }

  @Test
  void agentsThatWereAwayDuringAnyStepComeBack() throws Exception {
    try (TrustWorld world = new TrustWorld(folder)) {
      LinkedAgent missedFirst = world.joined("missed-first");
      LinkedAgent missedSecond = world.joined("missed-second");
      LinkedAgent missedBoth = world.joined("missed-both");
      String old = world.signing();
      world.await("all have told", () -> world.says(old, "3 of 3", 3));

      missedFirst.close();
      missedBoth.close();
      String next = world.prepared();
      world.await("one has heard", () -> world.says(next, "1 of 3", 0));
      String list = world.done("ca", "list");
      assertTrue(list.contains("2 have not told that they trust it:"), list);
      assertTrue(list.contains(missedBoth.identity().id() + " missed-both"), list);
      assertFalse(list.contains(" missed-second"), list);

      missedSecond.close();
      missedFirst.start();
      world.await("two have heard", () -> world.says(next, "2 of 3", 0));
      missedFirst.close();
      world.done("ca", "switch", next);
      TrustWorld.Answer early = world.berth("ca", "retire", old);
      assertEquals(1, early.exitCode());
      assertTrue(early.err().contains("3 identities are shut out"), early.err());

      for (LinkedAgent one : List.of(missedFirst, missedSecond, missedBoth)) {
        one.start();
      }
      world.await("all are back, and need the new one alone", () -> world.says(old, "3 of 3", 0));
      world.done("ca", "retire", old);
      missedBoth.start();
      world.await("the last one is back", missedBoth::isConnected);
    }
  }

  @Test
  void whatNewHostsPinHoldsUntilTheAuthorityIsRetired() throws Exception {
    try (TrustWorld world = new TrustWorld(folder)) {
      var before = world.scheduler().newAgentTicket();
      var late = world.scheduler().newAgentTicket();
      String old = world.signing();
      assertEquals(old, before.caFingerprint());
      String next = world.prepared();
      var between = world.scheduler().newAgentTicket();
      assertEquals(old, between.caFingerprint());
      world.done("ca", "switch", next);
      var after = world.scheduler().newAgentTicket();
      assertEquals(next, after.caFingerprint());

      for (var ticket : List.of(before, between, after)) {
        LinkedAgent agent = world.agent("of-" + ticket.token().substring(12, 28));
        agent.join(ticket);
        world.await("it is in", agent::isConnected);
        assertEquals(2, agent.trusts());
      }
      world.await("all are told of", () -> world.says(old, "3 of 3", 0));
      world.done("ca", "retire", old);
      LinkedAgent tooLate = world.agent("too-late");
      var refused = assertThrows(JoinRefusedException.class, () -> tooLate.join(late));
      assertTrue(String.valueOf(refused.getMessage()).contains("fingerprint"));
    }
  }

  /** A change in haste: who is shut out by force joins anew with a fresh token. */
  @Test
  void whoIsShutOutByForceIsToldSoAndOthersAreNot() throws Exception {
    try (TrustWorld world = new TrustWorld(folder)) {
      LinkedAgent there = world.joined("there");
      LinkedAgent away = world.joined("away");
      String old = world.signing();
      world.await("both have told", () -> world.says(old, "2 of 2", 2));
      away.close();
      String next = world.prepared();
      world.done("ca", "switch", next);
      world.await("one has gone over", () -> world.says(old, "2 of 2", 1));
      assertEquals(1, world.berth("ca", "retire", old).exitCode());
      assertEquals(old + " is retired\n", world.done("ca", "retire", old, "--force"));
      away.start();
      there.start();
      world.await("the other one is back", there::isConnected);
      assertFalse(away.isConnected());
    }
  }

  @Test
  void wrongStepsAreRefusedAndChangeNothing() throws Exception {
    try (TrustWorld world = new TrustWorld(folder)) {
      String old = world.signing();
      refused(world, "signs now", "ca", "retire", old);
      refused(world, "there is no authority", "ca", "switch", "0".repeat(64));
      refused(world, "the first 8 digits", "ca", "switch", old.substring(0, 4));
      refused(world, "hexadecimal digits", "ca", "switch", "DROP TABLE");
      refused(world, "hexadecimal digits", "ca", "retire", "0".repeat(65));
      refused(world, "name one authority", "ca", "switch");
      refused(world, "unexpected argument", "ca", "prepare", "now");
      refused(world, "there is no option --force", "ca", "switch", old, "--force");
      refused(world, "hexadecimal digits", "peer", "revoke", "rack-1");
      refused(world, "there is no identity", "peer", "revoke", "0".repeat(32));
      assertEquals(old, world.signing());
      assertEquals(2, world.done("ca", "list").lines().count());
    }
  }

  /** Also where the operator's own connection is protected by it. */
  @Test
  void clientsOfTheApiGoOnWithTheFileThatTheyHave() throws Exception {
    try (TrustWorld world = new TrustWorld(folder, "--api-tls", "on")) {
      Path copied = folder.resolve("copied.pem");
      Files.copy(folder.resolve("scheduler/ca.pem"), copied);
      Map<String, String> environment = elsewhere(world, copied);
      String next = world.prepared();
      world.done("ca", "switch", next);
      // The API's port follows within a minute; a start does it at once.
      world.stopScheduler();
      world.startScheduler();
      assertEquals(0, world.berth("ca", "list").exitCode());
      TrustWorld.Answer stillTrusting = world.berth(elsewhere(world, copied), "ca", "list");
      assertEquals(0, stillTrusting.exitCode(), stillTrusting.err());
      assertNotEquals(-1, Files.mismatch(copied, folder.resolve("scheduler/ca.pem")));
      assertEquals(environment.keySet(), elsewhere(world, copied).keySet());
    }
  }

  private Map<String, String> elsewhere(TrustWorld world, Path authorities) throws Exception {
    String file = Files.readString(folder.resolve("scheduler/client.conf"));
    return Map.of(
        "AWS_ENDPOINT_URL", world.scheduler().endpoint(),
        "AWS_ACCESS_KEY_ID", file.replaceFirst("(?s).*\naccess-key-id = (\\S+).*", "$1"),
        "AWS_SECRET_ACCESS_KEY", file.replaceFirst("(?s).*\nsecret-access-key = (\\S+).*", "$1"),
        "AWS_CA_BUNDLE", authorities.toString());
  }

  @Test
  void authorityThatEndsWhileNobodyIsThereIsFollowedAndAllComeBack() throws Exception {
    try (TrustWorld world = new TrustWorld(folder)) {
      LinkedAgent agent = world.joined("rack-1");
      String old = world.signing();
      world.await("it has told", () -> world.says(old, "1 of 1", 1));
      world.schedulerIsAwayFor(LIFE.plusDays(40));
      assertNotEquals(old, world.signing());
      world.await("it is back by renewal", () -> world.says(old, "1 of 1", 0));
      world.await("it is connected", agent::isConnected);
      assertTrue(world.done("why", world.signing()).contains("signs from now on"));
    }
  }

  private static void refused(TrustWorld world, String why, String... words) {
    TrustWorld.Answer answer = world.berth(words);
    assertNotEquals(0, answer.exitCode(), String.join(" ", words));
    assertTrue(answer.err().contains(why), answer.err());
  }
}
