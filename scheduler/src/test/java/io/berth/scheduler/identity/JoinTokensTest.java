package io.berth.scheduler.identity;

import static io.berth.scheduler.identity.Installation.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.TokenId;
import io.berth.scheduler.store.Seeds;
import io.berth.scheduler.store.Tables;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are made within limits, told apart, listed, taken back and forgotten. */
class JoinTokensTest {
  private static final Optional<ClusterName> DEFAULT = Optional.of(Installation.CLUSTER);

  private final Installation installation = new Installation(3);

  static LongStream seeds() {
    return Seeds.first(10);
  }

  static Stream<Arguments> refusedWishes() {
    Duration hour = Duration.ofHours(1);
    return Stream.of(
        refused("1 minute to 30 days", PeerKind.AGENT, DEFAULT, Duration.ofMillis(59_999), ""),
        refused(
            "1 minute to 30 days", PeerKind.AGENT, DEFAULT, Duration.ofDays(30).plusMillis(1), ""),
        refused("1 minute to 30 days", PeerKind.AGENT, DEFAULT, Duration.ofDays(-1), ""),
        refused("255 bytes", PeerKind.AGENT, DEFAULT, hour, "ü".repeat(128)),
        refused("a proxy's names none", PeerKind.PROXY, DEFAULT, hour, ""),
        refused("names a cluster", PeerKind.AGENT, Optional.empty(), hour, ""));
  }

  private static Arguments refused(
      String part, PeerKind kind, Optional<ClusterName> cluster, Duration life, String note) {
    return Arguments.of(part, new JoinTokenWish(kind, cluster, life, note));
  }

  @ParameterizedTest
  @MethodSource("refusedWishes")
  void wishBeyondTheLimitsIsRefused(String part, JoinTokenWish wish) {
    Outcomes.assertRefused(
        Reason.PARAMETER_INVALID,
        part,
        installation.update(tx -> installation.tokens.create(tx, wish, NOON)));
    assertEquals(0, installation.snapshot().count(Tables.JOIN_TOKENS));
  }

  @Test
  void wishesAtTheLimitsAreGranted() {
    for (Duration life : List.of(JoinTokens.SHORTEST_LIFE, JoinTokens.LONGEST_LIFE)) {
      JoinTokenWish wish = new JoinTokenWish(PeerKind.AGENT, DEFAULT, life, "x".repeat(255));
      Outcomes.value(installation.update(tx -> installation.tokens.create(tx, wish, NOON)));
    }
  }

  @Test
  void clusterThatIsNotThereIsRefused() {
    JoinTokenWish wish =
        new JoinTokenWish(
            PeerKind.AGENT, Optional.of(new ClusterName("none")), Duration.ofHours(1), "");
    Outcomes.assertRefused(
        Reason.NOT_FOUND,
        "no cluster none",
        installation.update(tx -> installation.tokens.create(tx, wish, NOON)));
  }

  @Test
  void storeKeepsHashOfTheSecretOnly() {
    JoinTokens.NewJoinToken made = installation.token(PeerKind.AGENT);
    String secret = TokenText.read(made.text().text()).orElseThrow().secret();
    String stored = installation.snapshot().rows(Tables.JOIN_TOKENS).iterator().next().toString();
    assertFalse(stored.contains(secret));
    assertFalse(made.toString().contains(secret));
    assertTrue(made.text().text().startsWith("berth-agent-" + made.token().id() + "-"));
    assertTrue(made.text().text().length() <= 128);
  }

  @Test
  void sameSecretHasAnotherHashEachTime() {
    String one = TokenHash.of("secret", new SeededRandom(1));
    String other = TokenHash.of("secret", new SeededRandom(2));
    assertFalse(one.equals(other));
    assertTrue(TokenHash.matches(one, "secret"));
    assertTrue(TokenHash.matches(other, "secret"));
    assertFalse(TokenHash.matches(one, "Secret"));
    assertFalse(TokenHash.matches("", ""));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noByteOfTokenMayChange(long seed) {
    JoinTokens.NewJoinToken made = installation.token(PeerKind.AGENT);
    Outcomes.value(presented(made.text().text(), NOON));
    EveryByte.isRefused(
        Bytes.of(made.text().text().getBytes(StandardCharsets.US_ASCII)),
        Seeds.random(seed),
        changed ->
            Outcomes.isRefused(
                presented(new String(changed.toArray(), StandardCharsets.ISO_8859_1), NOON)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "berth-agent-0123456789abcdef-", "AKIA", "berth-host-1-2"})
  void textThatIsNoTokenIsCalledMistyped(String text) {
    Outcomes.assertRefused(Reason.TOKEN_INVALID, "mistyped", presented(text, NOON));
  }

  @Test
  void endlessTextIsNotEvenRead() {
    Outcomes.assertRefused(
        Reason.TOKEN_INVALID, "longer than any", presented("x".repeat(1_000_000), NOON));
  }

  /** With a right checksum each: only the stored hash can tell. */
  @Test
  void wrongSecretAndUnknownIdAreNotToldApart() {
    TokenText right =
        TokenText.read(installation.token(PeerKind.AGENT).text().text()).orElseThrow();
    String wrongSecret = new TokenText(right.kind(), right.id(), "0".repeat(26)).text();
    String unknownId =
        new TokenText(right.kind(), new TokenId("0".repeat(16)), right.secret()).text();
    String wrongKind = new TokenText(PeerKind.PROXY, right.id(), right.secret()).text();
    for (String text : List.of(wrongSecret, unknownId, wrongKind)) {
      Outcomes.assertRefused(Reason.TOKEN_INVALID, "there is no such token", presented(text, NOON));
    }
  }

  @Test
  void tokenExpiresAtTheEndOfItsTime() {
    String text = installation.token(PeerKind.AGENT).text().text();
    Instant end = NOON.plus(Duration.ofHours(1));
    Outcomes.value(presented(text, end.minusMillis(1)));
    Outcomes.assertRefused(Reason.TOKEN_INVALID, "expired at " + end, presented(text, end));
  }

  @Test
  void revokedTokenStaysRevokedFromItsFirstTime() {
    TokenId id = installation.token(PeerKind.AGENT).token().id();
    JoinToken first = Outcomes.value(installation.update(tx -> JoinTokens.revoke(tx, id, NOON)));
    assertEquals(new JoinToken.Use.Revoked(NOON), first.use());
    JoinToken again =
        Outcomes.value(installation.update(tx -> JoinTokens.revoke(tx, id, NOON.plusSeconds(9))));
    assertEquals(first, again);
  }

  @Test
  void revokingUnknownTokenIsRefused() {
    Outcomes.assertRefused(
        Reason.NOT_FOUND,
        "no join token nobody",
        installation.update(tx -> JoinTokens.revoke(tx, new TokenId("nobody"), NOON)));
  }

  @Test
  void usedTokenStaysUsedWhenItIsRevoked() {
    JoinTokens.NewJoinToken made = installation.token(PeerKind.PROXY);
    HostKey key = HostKey.elliptic(installation.random);
    Outcomes.value(installation.enrol(made.text(), PeerKind.PROXY, key, NOON));
    JoinToken after =
        Outcomes.value(installation.update(tx -> JoinTokens.revoke(tx, made.token().id(), NOON)));
    assertTrue(after.use() instanceof JoinToken.Use.Spent);
  }

  @Test
  void listShowsNewestFirst() {
    for (int second : new int[] {1, 3, 2}) {
      installation.update(tx ->
          installation.tokens.create(
              tx, Installation.wish(PeerKind.PROXY), NOON.plusSeconds(second)));
    }
    assertEquals(
        List.of(NOON.plusSeconds(3), NOON.plusSeconds(2), NOON.plusSeconds(1)),
        JoinTokens.newestFirst(installation.snapshot()).stream()
            .map(JoinToken::createdAt)
            .toList());
  }

  @Test
  void endedTokensAreForgottenLaterAndInBoundedSteps() {
    for (int count = 0; count < 3; count++) {
      installation.token(PeerKind.AGENT);
    }
    Instant kept = NOON.plus(Duration.ofHours(1)).plus(JoinTokens.KEPT);
    assertEquals(0, forgotten(kept));
    Instant over = kept.plusMillis(1);
    assertEquals(2, forgotten(over));
    assertEquals(1, forgotten(over));
    assertEquals(0, installation.snapshot().count(Tables.JOIN_TOKENS));
  }

  private int forgotten(Instant now) {
    return installation.update(tx -> JoinTokens.forgetEnded(tx, 2, now));
  }

  private Outcome<JoinToken> presented(String text, Instant now) {
    return JoinTokens.presented(installation.snapshot(), new Secret(text), now);
  }
}
