package io.berth.scheduler.identity;

import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.TokenId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes, lists and takes back join tokens; each decision is one transaction. */
public final class JoinTokens {
  public static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
  public static final Duration LONGEST_LIFE = Duration.ofDays(30);

  /** How long a token that has ended stays listed. */
  static final Duration KEPT = Duration.ofDays(30);

  static final int MOST_TOKENS = 10_000;
  private static final int LONGEST_NOTE = 255;
  private static final int LONGEST_TEXT = 128;

  private final SecureRandom random;

  public JoinTokens(SecureRandom random) {
    this.random = random;
  }

  /** A token with the only copy of what its holder shows. */
  public record NewJoinToken(JoinToken token, Secret text) {}

  public Outcome<NewJoinToken> create(WriteTx tx, JoinTokenWish wish, Instant now) {
    Optional<Outcome<NewJoinToken>> objection = objection(tx, wish);
    if (objection.isPresent()) {
      return objection.get();
    }
    TokenText text;
    do {
      text = TokenText.random(wish.kind(), random);
    } while (tx.find(Tables.JOIN_TOKENS, text.id()).isPresent());
    JoinToken token =
        new JoinToken(
            text.id(),
            wish.kind(),
            wish.cluster(),
            TokenHash.of(text.secret(), random),
            now,
            wish.timeToLive(),
            wish.note(),
            new JoinToken.Use.Open());
    tx.insert(Tables.JOIN_TOKENS, token);
    return Outcome.done(new NewJoinToken(token, new Secret(text.text())));
  }

  public static List<JoinToken> newestFirst(ReadTx tx) {
    List<JoinToken> tokens = new ArrayList<>();
    tx.rows(Tables.JOIN_TOKENS).forEach(tokens::add);
    tokens.sort(Comparator.comparing(JoinToken::createdAt).reversed().thenComparing(JoinToken::id));
    return tokens;
  }

  /**
   * Makes the token useless; doing so twice is fine. One that was used stays so: what it gave is an
   * identity, which is revoked by itself.
   */
  public static Outcome<JoinToken> revoke(WriteTx tx, TokenId id, Instant now) {
    Optional<JoinToken> found = tx.find(Tables.JOIN_TOKENS, id);
    if (found.isEmpty()) {
      return Outcome.refused(Reason.NOT_FOUND, "there is no join token " + id);
    }
    return switch (found.get().use()) {
      case JoinToken.Use.Spent _, JoinToken.Use.Revoked _ -> Outcome.done(found.get());
      case JoinToken.Use.Open _ -> {
        JoinToken revoked = found.get().revoked(now);
        tx.update(Tables.JOIN_TOKENS, revoked);
        yield Outcome.done(revoked);
      }
    };
  }

  /** Removes some tokens that ended long ago; answers how many, zero when none is left. */
  public static int forgetEnded(WriteTx tx, int most, Instant now) {
    List<TokenId> ended = new ArrayList<>();
    for (JoinToken token : tx.rows(Tables.JOIN_TOKENS)) {
      if (ended.size() < most && endedAt(token).plus(KEPT).isBefore(now)) {
        ended.add(token.id());
      }
    }
    ended.forEach(id -> tx.remove(Tables.JOIN_TOKENS, id));
    return ended.size();
  }

  /**
   * The token whose secret this is, while its time is not over. What is wrong with a secret that
   * does not fit is not told apart from an id that nobody has.
   */
  static Outcome<JoinToken> presented(ReadTx tx, Secret shown, Instant now) {
    if (shown.text().length() > LONGEST_TEXT) {
      return Outcome.refused(Reason.TOKEN_INVALID, "the token is longer than any");
    }
    Optional<TokenText> text = TokenText.read(shown.text());
    if (text.isEmpty()) {
      return Outcome.refused(
          Reason.TOKEN_INVALID, "the token is mistyped or cut short; copy all of it");
    }
    Optional<JoinToken> token =
        tx.find(Tables.JOIN_TOKENS, text.get().id())
            .filter(found -> found.kind() == text.get().kind())
            .filter(found -> TokenHash.matches(found.secretHash(), text.get().secret()));
    if (token.isEmpty()) {
      return Outcome.refused(Reason.TOKEN_INVALID, "there is no such token; ask for a new one");
    }
    if (token.get().isExpired(now)) {
      return Outcome.refused(
          Reason.TOKEN_INVALID,
          "the token expired at " + token.get().expiresAt() + "; ask for a new one");
    }
    return Outcome.done(token.get());
  }

  static boolean isActive(ReadTx tx, ClusterName cluster) {
    return tx.find(Tables.CLUSTERS, cluster)
        .filter(found -> found.status() == Cluster.Status.ACTIVE)
        .isPresent();
  }

  private static Optional<Outcome<NewJoinToken>> objection(ReadTx tx, JoinTokenWish wish) {
    if (wish.timeToLive().compareTo(SHORTEST_LIFE) < 0
        || wish.timeToLive().compareTo(LONGEST_LIFE) > 0) {
      return objection(Reason.PARAMETER_INVALID, "a join token lives 1 minute to 30 days");
    }
    if (wish.note().getBytes(StandardCharsets.UTF_8).length > LONGEST_NOTE) {
      return objection(Reason.PARAMETER_INVALID, "a note has at most 255 bytes");
    }
    if ((wish.kind() == PeerKind.AGENT) != wish.cluster().isPresent()) {
      return objection(
          Reason.PARAMETER_INVALID, "an agent's token names a cluster, a proxy's names none");
    }
    if (wish.cluster().isPresent() && !isActive(tx, wish.cluster().get())) {
      return objection(Reason.NOT_FOUND, "there is no cluster " + wish.cluster().get());
    }
    if (tx.count(Tables.JOIN_TOKENS) >= MOST_TOKENS) {
      return objection(
          Reason.CONFLICT,
          "there are " + MOST_TOKENS + " join tokens; ended ones go 30 days after their end");
    }
    return Optional.empty();
  }

  private static Optional<Outcome<NewJoinToken>> objection(Reason reason, String sentence) {
    return Optional.of(Outcome.refused(reason, sentence));
  }

  private static Instant endedAt(JoinToken token) {
    return switch (token.use()) {
      case JoinToken.Use.Open _ -> token.expiresAt();
      case JoinToken.Use.Spent(_, var at) -> at;
      case JoinToken.Use.Revoked(var at) -> at;
    };
  }
}
