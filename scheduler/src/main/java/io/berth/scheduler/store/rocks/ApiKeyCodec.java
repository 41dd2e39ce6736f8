package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.ApiKeyStatus;
import io.berth.proto.state.StoredApiKey;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;

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
    ApiKeyStatus status =
        switch (row.status()) {
          case ACTIVE -> ApiKeyStatus.API_KEY_STATUS_ACTIVE;
          case DISABLED -> ApiKeyStatus.API_KEY_STATUS_DISABLED;
        };
    return StoredApiKey.newBuilder()
        .setId(row.id().text())
        .setSealedSecret(row.sealedSecret())
        .setDescription(row.description())
        .setStatus(status)
        .setCreatedAt(Times.stored(row.createdAt()))
        .build()
        .toByteArray();
  }

  @Override
  public ApiKey decode(byte[] value) throws InvalidProtocolBufferException {
    StoredApiKey stored = StoredApiKey.parseFrom(value);
    ApiKey.Status status =
        switch (stored.getStatus()) {
          case API_KEY_STATUS_ACTIVE -> ApiKey.Status.ACTIVE;
          case API_KEY_STATUS_DISABLED -> ApiKey.Status.DISABLED;
          case API_KEY_STATUS_UNSPECIFIED, UNRECOGNIZED ->
              throw Unreadable.value(stored.getStatus());
        };
    return new ApiKey(
        new AccessKeyId(stored.getId()),
        stored.getSealedSecret(),
        stored.getDescription(),
        status,
        Times.instant(stored.getCreatedAt()));
  }
}
