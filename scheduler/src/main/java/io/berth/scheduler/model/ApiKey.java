package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A key that signs API calls; its secret is stored sealed under the master key and never listed.
 *
 * @param createdBy the key that asked for this one; absent when the first start made it
 * @param lastUsedAt when a call was last signed with it, to the minute
 */
public record ApiKey(
    AccessKeyId id,
    String description,
    State state,
    Instant createdAt,
    Optional<AccessKeyId> createdBy,
    Optional<Instant> lastUsedAt) {

  /** Whether requests signed with the key are served; only a key that may be has a secret. */
  public sealed interface State {

    /** They are. */
    record Active(String sealedSecret) implements State {
      public Active {
        Require.notEmpty(sealedSecret, "sealedSecret");
      }
    }

    /** They are refused until somebody turns it on again. */
    record Disabled(String sealedSecret) implements State {
      public Disabled {
        Require.notEmpty(sealedSecret, "sealedSecret");
      }
    }

    /** They are refused for ever. */
    record Revoked(Instant at) implements State {}
  }

  public boolean isActive() {
    return state instanceof State.Active;
  }

  public ApiKey enabled() {
    return switch (state) {
      case State.Active _ -> this;
      case State.Disabled(var sealedSecret) -> in(new State.Active(sealedSecret));
      case State.Revoked _ -> throw new IllegalStateException("a revoked key stays revoked: " + id);
    };
  }

  public ApiKey disabled() {
    return switch (state) {
      case State.Active(var sealedSecret) -> in(new State.Disabled(sealedSecret));
      case State.Disabled _ -> this;
      case State.Revoked _ -> throw new IllegalStateException("a revoked key stays revoked: " + id);
    };
  }

  public ApiKey revoked(Instant at) {
    return switch (state) {
      case State.Active _, State.Disabled _ -> in(new State.Revoked(at));
      case State.Revoked _ -> this;
    };
  }

  public ApiKey used(Instant at) {
    return new ApiKey(id, description, state, createdAt, createdBy, Optional.of(at));
  }

  private ApiKey in(State next) {
    return new ApiKey(id, description, next, createdAt, createdBy, lastUsedAt);
  }
}
