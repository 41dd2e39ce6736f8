package io.berth.scheduler.api;

import io.berth.proto.control.ListAuthoritiesRequest;
import io.berth.proto.control.ListAuthoritiesResponse;
import io.berth.proto.control.ListPeersRequest;
import io.berth.proto.control.ListPeersResponse;
import io.berth.proto.control.PrepareAuthorityRequest;
import io.berth.proto.control.PrepareAuthorityResponse;
import io.berth.proto.control.RetireAuthorityRequest;
import io.berth.proto.control.RetireAuthorityResponse;
import io.berth.proto.control.RevokePeerRequest;
import io.berth.proto.control.RevokePeerResponse;
import io.berth.proto.control.SwitchAuthorityRequest;
import io.berth.proto.control.SwitchAuthorityResponse;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The methods on authorities and identities: see how far a change is, take it further, revoke. */
public final class TrustOperations {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{1,64}");

  private final StateStore store;
  private final TrustCommands commands;

  public TrustOperations(StateStore store, TrustCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  public List<ControlOperation<?, ?>> all() {
    return List.of(
        new ControlOperation<>(
            "ListAuthorities", ListAuthoritiesRequest.getDefaultInstance(), (_, _) -> list()),
        new ControlOperation<>(
            "PrepareAuthority",
            PrepareAuthorityRequest.getDefaultInstance(),
            (caller, _) ->
                PrepareAuthorityResponse.newBuilder()
                    .setAuthority(TrustWire.authority(commands.prepareAuthority(caller.asker())))
                    .build()),
        new ControlOperation<>(
            "SwitchAuthority", SwitchAuthorityRequest.getDefaultInstance(), this::switchTo),
        new ControlOperation<>(
            "RetireAuthority", RetireAuthorityRequest.getDefaultInstance(), this::retire),
        new ControlOperation<>(
            "ListPeers", ListPeersRequest.getDefaultInstance(), (_, request) -> peers(request)),
        new ControlOperation<>("RevokePeer", RevokePeerRequest.getDefaultInstance(), this::revoke));
  }

  private ListAuthoritiesResponse list() {
    List<TrustCommands.Standing> all = commands.authorities();
    ListAuthoritiesResponse.Builder response = ListAuthoritiesResponse.newBuilder();
    all.forEach(one -> response.addAuthorities(TrustWire.authority(one)).setPeers(one.peers()));
    return response.build();
  }

  private SwitchAuthorityResponse switchTo(Caller caller, SwitchAuthorityRequest request) {
    String name = named(request.getFingerprint());
    return SwitchAuthorityResponse.newBuilder()
        .setAuthority(TrustWire.authority(commands.switchAuthority(name, caller.asker())))
        .build();
  }

  private RetireAuthorityResponse retire(Caller caller, RetireAuthorityRequest request) {
    TrustCommands.Force force =
        request.getForce() ? TrustCommands.Force.YES : TrustCommands.Force.NO;
    String name = named(request.getFingerprint());
    return RetireAuthorityResponse.newBuilder()
        .setAuthority(TrustWire.authority(commands.retireAuthority(name, force, caller.asker())))
        .build();
  }

  private ListPeersResponse peers(ListPeersRequest request) {
    Paging paging =
        Paging.of(
            "ListPeers",
            request.hasMaxResults() ? Integer.valueOf(request.getMaxResults()) : null,
            request.getNextToken());
    Paging.Page<Peer> page =
        NewestFirst.page(
            paging,
            store.snapshot().rows(Tables.PEERS),
            peer -> new NewestFirst.Place(peer.enrolledAt(), peer.id().text()));
    ListPeersResponse.Builder response =
        ListPeersResponse.newBuilder().setNextToken(Objects.requireNonNullElse(page.token(), ""));
    page.items().forEach(peer -> response.addPeers(TrustWire.peer(peer)));
    return response.build();
  }

  private RevokePeerResponse revoke(Caller caller, RevokePeerRequest request) {
    if (!ID.matcher(request.getPeerId()).matches()) {
      throw ApiError.sender(
          "InvalidParameterException", "peerId must be 32 lower-case hexadecimal digits");
    }
    Peer revoked = commands.revokePeer(PeerId.parse(request.getPeerId()), caller.asker());
    return RevokePeerResponse.newBuilder().setPeer(TrustWire.peer(revoked)).build();
  }

  private static String named(String given) {
    if (!FINGERPRINT.matcher(given).matches()) {
      throw ApiError.sender(
          "InvalidParameterException",
          "fingerprint must be 64 lower-case hexadecimal digits, or the first of them");
    }
    return given;
  }
}
