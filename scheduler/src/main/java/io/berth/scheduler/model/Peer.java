package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An agent or a proxy that has enrolled: what it is, where it belongs, and whether it is let in.
 *
 * @param cluster present for an agent, absent for a proxy
 * @param name the machine's name as it called itself, for people; may be empty
 */
public record Peer(
    PeerId id,
    PeerKind kind,
    Optional<ClusterName> cluster,
    String name,
    Certificate certificate,
    State state,
    Instant enrolledAt) {

  public Peer {
    if ((kind == PeerKind.AGENT) != cluster.isPresent()) {
      throw new IllegalArgumentException("an agent has a cluster, a proxy has none");
    }
  }

  /** The newest certificate that was given out; an older one may still be in use. */
  public record Certificate(Fingerprint key, String serial, Instant notAfter, Instant issuedAt) {
    public Certificate {
      Require.notEmpty(serial, "serial");
    }
  }

  /** Whether connections of this identity are let in. */
  public sealed interface State {

    /** They are. */
    record Active() implements State {}

    /** Never again. */
    record Revoked(Instant at) implements State {}
  }

  public Peer renewed(Certificate newest) {
    return new Peer(id, kind, cluster, name, newest, state, enrolledAt);
  }

  public Peer revoked(Instant at) {
    return new Peer(id, kind, cluster, name, certificate, new State.Revoked(at), enrolledAt);
  }
}
