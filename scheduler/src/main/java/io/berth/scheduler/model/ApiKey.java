package io.berth.scheduler.model;

import java.time.Instant;

/**
 * A key that signs API calls; its secret is stored sealed under the master key and never listed.
 */
public record ApiKey(
    AccessKeyId id, String sealedSecret, String description, Status status, Instant createdAt) {

  public ApiKey {
    Require.notEmpty(sealedSecret, "sealedSecret");
  }

  /** Whether requests signed with the key are served; a revoked key is removed. */
  public enum Status {
    ACTIVE,
    DISABLED
  }
}
