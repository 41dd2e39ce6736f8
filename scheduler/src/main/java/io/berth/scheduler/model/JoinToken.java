package io.berth.scheduler.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A one-time permission to enrol one agent or proxy; only a salted hash of its secret is kept.
 *
 * @param cluster what an agent joins; absent for a proxy
 */
public record JoinToken(
    TokenId id,
    PeerKind kind,
    Optional<ClusterName> cluster,
    String secretHash,
    Instant createdAt,
    Duration timeToLive,
    String note,
    Use use) {

  public JoinToken {
    Require.notEmpty(secretHash, "secretHash");
    Require.positive(timeToLive.toMillis(), "timeToLive");
  }

  /** What has become of the token. */
  public sealed interface Use {

    /** Nobody has used it yet. */
    record Open() implements Use {}

    /** It enrolled somebody and is spent. */
    record Spent(String identity, Instant at) implements Use {}

    /** An operator took it back. */
    record Revoked(Instant at) implements Use {}
  }

  public Instant expiresAt() {
    return createdAt.plus(timeToLive);
  }

  public boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt());
  }

  public JoinToken spent(PeerId identity, Instant at) {
    return in(new Use.Spent(identity.text(), at));
  }

  public JoinToken revoked(Instant at) {
    return in(new Use.Revoked(at));
  }

  private JoinToken in(Use next) {
    return new JoinToken(id, kind, cluster, secretHash, createdAt, timeToLive, note, next);
  }
}
