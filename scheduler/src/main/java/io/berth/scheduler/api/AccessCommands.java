package io.berth.scheduler.api;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.TokenId;
import java.time.Duration;
import java.util.Optional;

/**
 * Who may speak to us, as operators change it: the writes behind the operations on join tokens and
 * API keys. Whoever puts the process together implements it, so that this room neither writes nor
 * knows how secrets are made. Each verb is one transaction, or throws an {@link ApiError} and
 * changes nothing.
 */
public interface AccessCommands {

  NewToken createJoinToken(TokenWish wish);

  JoinToken revokeJoinToken(TokenId id);

  NewKey createApiKey(String note, AccessKeyId createdBy);

  ApiKey enableApiKey(AccessKeyId id);

  ApiKey disableApiKey(AccessKeyId id);

  ApiKey revokeApiKey(AccessKeyId id);

  /** A token for whom, where to, for how long. */
  record TokenWish(
      PeerKind kind, Optional<ClusterName> cluster, Duration timeToLive, String note) {}

  /**
   * A token with all that its holder needs.
   *
   * @param secret shown here and never again
   * @param authority the fingerprint by which the holder knows us
   * @param endpoint where the holder connects
   */
  record NewToken(JoinToken token, String secret, String authority, String endpoint) {
    @Override
    public String toString() {
      return "NewToken of " + token.id();
    }
  }

  /** A key with its secret, which is shown here and never again. */
  record NewKey(ApiKey key, String secret) {
    @Override
    public String toString() {
      return "NewKey of " + key.id();
    }
  }
}
