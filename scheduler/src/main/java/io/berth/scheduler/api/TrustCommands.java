package io.berth.scheduler.api;

import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import java.time.Instant;
import java.util.List;

/**
 * Whom this installation believes, as operators change it. Whoever puts the process together
 * implements it, so that this room knows no certificate. Each verb is one transaction with a line
 * of history, may be repeated, or throws an {@link ApiError} and changes nothing.
 */
public interface TrustCommands {

  /** All that there ever were, the newest first. */
  List<Standing> authorities();

  Standing prepareAuthority(Asker asker);

  /**
   * Lets an authority sign.
   *
   * @param name its fingerprint, or how that begins
   */
  Standing switchAuthority(String name, Asker asker);

  /**
   * Believes an authority no more.
   *
   * @param name its fingerprint, or how that begins
   */
  Standing retireAuthority(String name, Force force, Asker asker);

  /** Lets an identity in never again. */
  Peer revokePeer(PeerId peer, Asker asker);

  /** Whether identities that would be shut out are an obstacle. */
  enum Force {
    NO,
    YES
  }

  /**
   * An authority, and which identities that are let in have to do with it.
   *
   * @param peers how many are let in
   * @param unaware those that have not told that they trust it
   * @param dependent those that would be shut out without it
   */
  record Standing(
      CaCertificate authority,
      Instant endsAt,
      int peers,
      List<Peer> unaware,
      List<Peer> dependent) {
    public Standing {
      unaware = List.copyOf(unaware);
      dependent = List.copyOf(dependent);
    }
  }
}
