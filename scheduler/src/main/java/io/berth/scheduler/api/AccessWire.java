package io.berth.scheduler.api;

import com.google.protobuf.Timestamp;
import io.berth.proto.control.ApiKeyState;
import io.berth.proto.control.JoinTokenState;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.PeerKind;
import java.time.Instant;

/**
 * Join tokens and API keys as our own API shows them: without anything that was sealed or hashed.
 */
final class AccessWire {
  private AccessWire() {}

  static io.berth.proto.control.JoinToken token(JoinToken token, Instant now) {
    var shown =
        io.berth.proto.control.JoinToken.newBuilder()
            .setTokenId(token.id().text())
            .setKind(kind(token.kind()))
            .setClusterName(token.cluster().map(ClusterName::text).orElse(""))
            .setState(state(token, now))
            .setCreatedAt(time(token.createdAt()))
            .setExpiresAt(time(token.expiresAt()))
            .setNote(token.note());
    if (token.use() instanceof JoinToken.Use.Spent(var identity, var at)) {
      shown.setUsedAt(time(at)).setUsedBy(identity);
    }
    return shown.build();
  }

  static io.berth.proto.control.ApiKey key(ApiKey key) {
    var shown =
        io.berth.proto.control.ApiKey.newBuilder()
            .setAccessKeyId(key.id().text())
            .setState(
                switch (key.state()) {
                  case ApiKey.State.Active _ -> ApiKeyState.API_KEY_STATE_ACTIVE;
                  case ApiKey.State.Disabled _ -> ApiKeyState.API_KEY_STATE_DISABLED;
                  case ApiKey.State.Revoked _ -> ApiKeyState.API_KEY_STATE_REVOKED;
                })
            .setCreatedAt(time(key.createdAt()))
            .setNote(key.description());
    key.lastUsedAt().ifPresent(at -> shown.setLastUsedAt(time(at)));
    key.createdBy().ifPresent(by -> shown.setCreatedBy(by.text()));
    return shown.build();
  }

  static PeerKind kind(io.berth.proto.common.PeerKind kind) {
    return switch (kind) {
      case PEER_KIND_UNSPECIFIED, PEER_KIND_AGENT -> PeerKind.AGENT;
      case PEER_KIND_PROXY -> PeerKind.PROXY;
      case UNRECOGNIZED ->
          throw ApiError.sender("InvalidParameterException", "kind is none that is known");
    };
  }

  static io.berth.proto.common.PeerKind kind(PeerKind kind) {
    return switch (kind) {
      case AGENT -> io.berth.proto.common.PeerKind.PEER_KIND_AGENT;
      case PROXY -> io.berth.proto.common.PeerKind.PEER_KIND_PROXY;
    };
  }

  private static JoinTokenState state(JoinToken token, Instant now) {
    return switch (token.use()) {
      case JoinToken.Use.Open _ ->
          token.isExpired(now)
              ? JoinTokenState.JOIN_TOKEN_STATE_EXPIRED
              : JoinTokenState.JOIN_TOKEN_STATE_OPEN;
      case JoinToken.Use.Spent _ -> JoinTokenState.JOIN_TOKEN_STATE_USED;
      case JoinToken.Use.Revoked _ -> JoinTokenState.JOIN_TOKEN_STATE_REVOKED;
    };
  }

  private static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
