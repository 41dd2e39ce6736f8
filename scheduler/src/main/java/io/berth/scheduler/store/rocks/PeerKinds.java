package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.JoinKind;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.PeerKind;
import java.util.Optional;

/** Kinds of peers and where they belong in stored form, which tokens and peers share. */
final class PeerKinds {
  private PeerKinds() {}

  static JoinKind stored(PeerKind kind) {
    return switch (kind) {
      case AGENT -> JoinKind.JOIN_KIND_AGENT;
      case PROXY -> JoinKind.JOIN_KIND_PROXY;
    };
  }

  static PeerKind kind(JoinKind stored) throws InvalidProtocolBufferException {
    return switch (stored) {
      case JOIN_KIND_AGENT -> PeerKind.AGENT;
      case JOIN_KIND_PROXY -> PeerKind.PROXY;
      case JOIN_KIND_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.value(stored);
    };
  }

  static String stored(Optional<ClusterName> cluster) {
    return cluster.map(ClusterName::text).orElse("");
  }

  static Optional<ClusterName> cluster(String stored) {
    return stored.isEmpty() ? Optional.empty() : Optional.of(new ClusterName(stored));
  }
}
