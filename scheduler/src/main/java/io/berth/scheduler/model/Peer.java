package io.berth.scheduler.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An agent or a proxy that has enrolled: what it is, where it belongs, and whether it is let in.
 *
 * @param cluster present for an agent, absent for a proxy
 * @param name the machine's name as it called itself, for people; may be empty
 * @param trust what it has told of the authorities that it knows
 */
public record Peer(
    PeerId id,
    PeerKind kind,
    Optional<ClusterName> cluster,
    String name,
    Certificate certificate,
    State state,
    Instant enrolledAt,
    Optional<Trust> trust) {

  public Peer {
    if ((kind == PeerKind.AGENT) != cluster.isPresent()) {
      throw new IllegalArgumentException("an agent has a cluster, a proxy has none");
    }
  }

  /** One that has told nothing yet. */
  public Peer(
      PeerId id,
      PeerKind kind,
      Optional<ClusterName> cluster,
      String name,
      Certificate certificate,
      State state,
      Instant enrolledAt) {
    this(id, kind, cluster, name, certificate, state, enrolledAt, Optional.empty());
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

  /**
   * What the peer has on its disk, as it told.
   *
   * @param authorities whom it trusts, the one that it takes for the signing one first
   * @param issuer who has issued the certificate that it would show; empty when it trusts that one
   *     no more
   */
  public record Trust(List<Fingerprint> authorities, Optional<Fingerprint> issuer, Instant at) {
    public Trust {
      authorities = List.copyOf(authorities);
    }

    /** Whether the same was told at another time. */
    public boolean isSame(Trust other) {
      return authorities.equals(other.authorities) && issuer.equals(other.issuer);
    }
  }

  public boolean isActive() {
    return state instanceof State.Active;
  }

  public Peer renewed(Certificate newest) {
    return new Peer(id, kind, cluster, name, newest, state, enrolledAt, trust);
  }

  public Peer revoked(Instant at) {
    return new Peer(id, kind, cluster, name, certificate, new State.Revoked(at), enrolledAt, trust);
  }

  public Peer trusting(Trust told) {
    return new Peer(id, kind, cluster, name, certificate, state, enrolledAt, Optional.of(told));
  }
}
