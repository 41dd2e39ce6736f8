package io.berth.scheduler.api;

import io.berth.proto.control.CreateJoinTokenRequest;
import io.berth.proto.control.CreateJoinTokenResponse;
import io.berth.proto.control.ListJoinTokensRequest;
import io.berth.proto.control.ListJoinTokensResponse;
import io.berth.proto.control.RevokeJoinTokenRequest;
import io.berth.proto.control.RevokeJoinTokenResponse;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.TokenId;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The methods on join tokens: create, list, revoke. */
public final class JoinTokenOperations {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final String DEFAULT_CLUSTER = "default";
  private static final int DEFAULT_SECONDS = 3_600;

  private final StateStore store;
  private final AccessCommands commands;
  private final InstantSource clock;

  public JoinTokenOperations(StateStore store, AccessCommands commands, InstantSource clock) {
    this.store = store;
    this.commands = commands;
    this.clock = clock;
  }

  public List<ControlOperation<?, ?>> all() {
    return List.of(
        new ControlOperation<>(
            "CreateJoinToken",
            CreateJoinTokenRequest.getDefaultInstance(),
            (_, request) -> create(request)),
        new ControlOperation<>(
            "ListJoinTokens",
            ListJoinTokensRequest.getDefaultInstance(),
            (_, request) -> list(request)),
        new ControlOperation<>(
            "RevokeJoinToken",
            RevokeJoinTokenRequest.getDefaultInstance(),
            (_, request) -> revoke(request)));
  }

  private CreateJoinTokenResponse create(CreateJoinTokenRequest request) {
    PeerKind kind = AccessWire.kind(request.getKind());
    long seconds =
        request.hasValidSeconds()
            ? Integer.toUnsignedLong(request.getValidSeconds())
            : DEFAULT_SECONDS;
    AccessCommands.NewToken made =
        commands.createJoinToken(
            new AccessCommands.TokenWish(
                kind,
                cluster(kind, request.getClusterName()),
                Duration.ofSeconds(seconds),
                request.getNote()));
    return CreateJoinTokenResponse.newBuilder()
        .setToken(AccessWire.token(made.token(), clock.instant()))
        .setSecret(made.secret())
        .setCaFingerprint(made.authority())
        .setEndpoint(made.endpoint())
        .build();
  }

  private ListJoinTokensResponse list(ListJoinTokensRequest request) {
    Paging paging =
        Paging.of(
            "ListJoinTokens",
            request.hasMaxResults() ? Integer.valueOf(request.getMaxResults()) : null,
            request.getNextToken());
    Paging.Page<JoinToken> page =
        NewestFirst.page(
            paging,
            store.snapshot().rows(Tables.JOIN_TOKENS),
            token -> new NewestFirst.Place(token.createdAt(), token.id().text()));
    Instant now = clock.instant();
    ListJoinTokensResponse.Builder response =
        ListJoinTokensResponse.newBuilder()
            .setNextToken(Objects.requireNonNullElse(page.token(), ""));
    page.items().forEach(token -> response.addTokens(AccessWire.token(token, now)));
    return response.build();
  }

  private RevokeJoinTokenResponse revoke(RevokeJoinTokenRequest request) {
    if (!ID.matcher(request.getTokenId()).matches()) {
      throw ApiError.sender(
          "InvalidParameterException", "tokenId must be 16 lower-case hexadecimal digits");
    }
    JoinToken revoked = commands.revokeJoinToken(new TokenId(request.getTokenId()));
    return RevokeJoinTokenResponse.newBuilder()
        .setToken(AccessWire.token(revoked, clock.instant()))
        .build();
  }

  private static Optional<ClusterName> cluster(PeerKind kind, String name) {
    if (name.isEmpty()) {
      return switch (kind) {
        case AGENT -> Optional.of(new ClusterName(DEFAULT_CLUSTER));
        case PROXY -> Optional.empty();
      };
    }
    if (!CLUSTER.matcher(name).matches()) {
      throw ApiError.sender(
          "InvalidParameterException",
          "clusterName has 1 to 255 letters, digits, hyphens and underscores");
    }
    return Optional.of(new ClusterName(name));
  }
}
