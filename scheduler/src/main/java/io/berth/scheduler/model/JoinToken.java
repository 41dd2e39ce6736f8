package io.berth.scheduler.model;

import java.time.Duration;
import java.time.Instant;

/** A one-time permission to enrol one agent or proxy; only a hash of its secret is kept. */
public record JoinToken(
    TokenId id,
    Kind kind,
    ClusterName cluster,
    String secretHash,
    Instant createdAt,
    Duration timeToLive,
    Use use) {

  public JoinToken {
    Require.notEmpty(secretHash, "secretHash");
    Require.positive(timeToLive.toMillis(), "timeToLive");
  }

  /** What may join with the token. */
  public enum Kind {
    AGENT,
    PROXY
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

  public boolean admits(Instant now) {
    return use instanceof Use.Open && now.isBefore(createdAt.plus(timeToLive));
  }
}
