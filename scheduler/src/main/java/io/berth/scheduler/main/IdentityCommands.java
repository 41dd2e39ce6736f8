package io.berth.scheduler.main;

import io.berth.base.Endpoint;
import io.berth.scheduler.api.AccessCommands;
import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.identity.ApiKeyRing;
import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.identity.JoinTokenWish;
import io.berth.scheduler.identity.JoinTokens;
import io.berth.scheduler.identity.Outcome;
import io.berth.scheduler.identity.Reason;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.TokenId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;

/** Carries an operator's wishes to the room of identities, one transaction each. */
final class IdentityCommands implements AccessCommands {
  private final StateStore store;
  private final InstantSource clock;
  private final Rooms rooms;
  private final Endpoint agents;

  IdentityCommands(StateStore store, InstantSource clock, Rooms rooms, Endpoint agents) {
    this.store = store;
    this.clock = clock;
    this.rooms = rooms;
    this.agents = agents;
  }

  /** What decides. */
  record Rooms(CertificateAuthority authority, JoinTokens tokens, ApiKeyRing keys) {}

  @Override
  public NewToken createJoinToken(TokenWish wish) {
    Instant now = clock.instant();
    var asked = new JoinTokenWish(wish.kind(), wish.cluster(), wish.timeToLive(), wish.note());
    JoinTokens.NewJoinToken made = decide(tx -> rooms.tokens().create(tx, asked, now));
    return new NewToken(
        made.token(),
        made.text().text(),
        rooms.authority().fingerprint(store.snapshot()).hex(),
        agents.toString());
  }

  @Override
  public JoinToken revokeJoinToken(TokenId id) {
    Instant now = clock.instant();
    return decide(tx -> JoinTokens.revoke(tx, id, now));
  }

  @Override
  public NewKey createApiKey(String note, AccessKeyId createdBy) {
    Instant now = clock.instant();
    ApiKeyRing.NewApiKey made = decide(tx -> rooms.keys().create(tx, note, createdBy, now));
    return new NewKey(made.key(), made.secret().text());
  }

  @Override
  public ApiKey enableApiKey(AccessKeyId id) {
    return decide(tx -> ApiKeyRing.enable(tx, id));
  }

  @Override
  public ApiKey disableApiKey(AccessKeyId id) {
    return decide(tx -> ApiKeyRing.disable(tx, id));
  }

  @Override
  public ApiKey revokeApiKey(AccessKeyId id) {
    Instant now = clock.instant();
    return decide(tx -> ApiKeyRing.revoke(tx, id, now));
  }

  private <T> T decide(Transaction<Outcome<T>> decision) {
    return switch (store.update(Lane.API, decision)) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T> refused -> throw error(refused);
    };
  }

  /** A refusal as operators read it. */
  static ApiError error(Outcome.Refused<?> refused) {
    return ApiError.sender(code(refused.reason()), refused.sentence());
  }

  private static String code(Reason reason) {
    return switch (reason) {
      case PARAMETER_INVALID -> "InvalidParameterException";
      case NOT_FOUND -> "ResourceNotFoundException";
      case CONFLICT -> "ConflictException";
      case IDENTITY_UNKNOWN,
          IDENTITY_REVOKED,
          TOKEN_INVALID,
          REQUEST_INVALID,
          PROOF_INVALID,
          WRONG_KIND ->
          throw new IllegalStateException("no operator is refused for " + reason);
    };
  }
}
