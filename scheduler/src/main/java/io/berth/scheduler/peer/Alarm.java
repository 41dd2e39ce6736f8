package io.berth.scheduler.peer;

import io.berth.scheduler.model.PeerId;

/**
 * Something that an operator has to look at: a peer that says what cannot be, or one that is not
 * who it says.
 */
public record Alarm(Kind kind, PeerId peer, String sentence) {

  /** What is wrong. */
  public enum Kind {
    /** Somebody shows the certificate of an identity that is not let in, or not here. */
    IDENTITY_REFUSED,
    /** Somebody claims to be a peer, by a certificate that no authority of ours has signed. */
    FOREIGN_CERTIFICATE,
    /** Two processes with one identity live at once. */
    SECOND_STREAM,
    /** A hello contradicts itself or breaks a limit. */
    HELLO_INVALID,
    /** A message broke the contract after the hello. */
    CONTRACT_BROKEN,
    /** A host tells of a task what cannot be, such as of one that is another host's. */
    REPORT_IMPOSSIBLE,
    /** A peer knows a later state than this scheduler: it was put back by other means. */
    STATE_PUT_BACK,
    /** A host runs tasks that this scheduler does not know. */
    UNKNOWN_TASKS,

    /** A proxy does not take the routing table; it serves its last one on. */
    TABLE_REFUSED
  }
}
