package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.ApiKeyStatus;
import io.berth.proto.state.StoredApiKey;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.Optional;

/** API keys on disk: public half =&gt; StoredApiKey. */
final class ApiKeyCodec implements RowCodec<AccessKeyId, ApiKey> {

  @Override
  public int family() {
    return 6;
  }

  @Override
  public Table<AccessKeyId, ApiKey> table() {
    return Tables.API_KEYS;
  }

  @Override
  public byte[] key(AccessKeyId key) {
    return Keys.inFamily(family()).text(key.text()).bytes();
  }

  @Override
  public byte[] encode(ApiKey row) {
    StoredApiKey.Builder stored =
        StoredApiKey.newBuilder()
            .setId(row.id().text())
            .setDescription(row.description())
            .setCreatedAt(Times.stored(row.createdAt()));
    row.createdBy().ifPresent(by -> stored.setCreatedBy(by.text()));
    row.lastUsedAt().ifPresent(at -> stored.setLastUsedAt(Times.stored(at)));
    switch (row.state()) {
      case ApiKey.State.Active(var sealedSecret) ->
          stored.setStatus(ApiKeyStatus.API_KEY_STATUS_ACTIVE).setSealedSecret(sealedSecret);
      case ApiKey.State.Disabled(var sealedSecret) ->
          stored.setStatus(ApiKeyStatus.API_KEY_STATUS_DISABLED).setSealedSecret(sealedSecret);
      case ApiKey.State.Revoked(var at) ->
          stored.setStatus(ApiKeyStatus.API_KEY_STATUS_REVOKED).setRevokedAt(Times.stored(at));
    }
    return stored.build().toByteArray();
  }

  @Override
  public ApiKey decode(byte[] value) throws InvalidProtocolBufferException {
    StoredApiKey stored = StoredApiKey.parseFrom(value);
    return new ApiKey(
        new AccessKeyId(stored.getId()),
        stored.getDescription(),
        state(stored),
        Times.instant(stored.getCreatedAt()),
        stored.getCreatedBy().isEmpty()
            ? Optional.empty()
            : Optional.of(new AccessKeyId(stored.getCreatedBy())),
        Times.instant(stored.hasLastUsedAt(), stored.getLastUsedAt()));
  }

  private static ApiKey.State state(StoredApiKey stored) throws InvalidProtocolBufferException {
    return switch (stored.getStatus()) {
      case API_KEY_STATUS_ACTIVE -> new ApiKey.State.Active(stored.getSealedSecret());
      case API_KEY_STATUS_DISABLED -> new ApiKey.State.Disabled(stored.getSealedSecret());
      case API_KEY_STATUS_REVOKED -> new ApiKey.State.Revoked(Times.instant(stored.getRevokedAt()));
      case API_KEY_STATUS_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.value(stored.getStatus());
    };
  }
}
