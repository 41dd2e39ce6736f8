package io.berth.scheduler.api;

import io.berth.proto.control.CreateApiKeyRequest;
import io.berth.proto.control.CreateApiKeyResponse;
import io.berth.proto.control.ListApiKeysRequest;
import io.berth.proto.control.ListApiKeysResponse;
import io.berth.proto.control.RevokeApiKeyRequest;
import io.berth.proto.control.RevokeApiKeyResponse;
import io.berth.proto.control.SetApiKeyStateRequest;
import io.berth.proto.control.SetApiKeyStateResponse;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The methods on API keys: create, list, turn off and on, revoke. */
public final class ApiKeyOperations {
  private static final Pattern ID = Pattern.compile("[A-Z0-9]{20}");

  private final StateStore store;
  private final AccessCommands commands;

  public ApiKeyOperations(StateStore store, AccessCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  public List<ControlOperation<?, ?>> all() {
    return List.of(
        new ControlOperation<>(
            "CreateApiKey", CreateApiKeyRequest.getDefaultInstance(), this::create),
        new ControlOperation<>(
            "ListApiKeys", ListApiKeysRequest.getDefaultInstance(), (_, request) -> list(request)),
        new ControlOperation<>(
            "SetApiKeyState",
            SetApiKeyStateRequest.getDefaultInstance(),
            (_, request) -> set(request)),
        new ControlOperation<>(
            "RevokeApiKey",
            RevokeApiKeyRequest.getDefaultInstance(),
            (_, request) -> revoke(request)));
  }

  private CreateApiKeyResponse create(Caller caller, CreateApiKeyRequest request) {
    AccessCommands.NewKey made = commands.createApiKey(request.getNote(), caller.accessKeyId());
    return CreateApiKeyResponse.newBuilder()
        .setKey(AccessWire.key(made.key()))
        .setSecretAccessKey(made.secret())
        .build();
  }

  private ListApiKeysResponse list(ListApiKeysRequest request) {
    Paging paging =
        Paging.of(
            "ListApiKeys",
            request.hasMaxResults() ? Integer.valueOf(request.getMaxResults()) : null,
            request.getNextToken());
    Paging.Page<ApiKey> page =
        NewestFirst.page(
            paging,
            store.snapshot().rows(Tables.API_KEYS),
            key -> new NewestFirst.Place(key.createdAt(), key.id().text()));
    ListApiKeysResponse.Builder response =
        ListApiKeysResponse.newBuilder().setNextToken(Objects.requireNonNullElse(page.token(), ""));
    page.items().forEach(key -> response.addKeys(AccessWire.key(key)));
    return response.build();
  }

  private SetApiKeyStateResponse set(SetApiKeyStateRequest request) {
    AccessKeyId id = id(request.getAccessKeyId());
    ApiKey changed =
        switch (request.getState()) {
          case API_KEY_STATE_ACTIVE -> commands.enableApiKey(id);
          case API_KEY_STATE_DISABLED -> commands.disableApiKey(id);
          case API_KEY_STATE_UNSPECIFIED, API_KEY_STATE_REVOKED, UNRECOGNIZED ->
              throw ApiError.sender(
                  "InvalidParameterException",
                  "state must be API_KEY_STATE_ACTIVE or API_KEY_STATE_DISABLED");
        };
    return SetApiKeyStateResponse.newBuilder().setKey(AccessWire.key(changed)).build();
  }

  private RevokeApiKeyResponse revoke(RevokeApiKeyRequest request) {
    ApiKey ended = commands.revokeApiKey(id(request.getAccessKeyId()));
    return RevokeApiKeyResponse.newBuilder().setKey(AccessWire.key(ended)).build();
  }

  private static AccessKeyId id(String text) {
    if (!ID.matcher(text).matches()) {
      throw ApiError.sender(
          "InvalidParameterException", "accessKeyId must be 20 upper-case letters and digits");
    }
    return new AccessKeyId(text);
  }
}
