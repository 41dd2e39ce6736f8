package io.berth.peer;

import io.berth.proto.common.RefusalCode;
import java.util.Optional;

/**
 * What a fresh join token is good for on a host that has an identity already: it lets a journal
 * that was lost take its place at the scheduler, and it lets a host join anew whose identity is
 * unknown or revoked. Either is tried once with it, since a token admits one host once. Used by the
 * sessions' thread alone.
 */
public final class Rejoining {
  private final Optional<Joining.Ticket> ticket;
  private final Runnable onJoined;
  private boolean toShow;
  private boolean shown;
  private boolean tried;

  /** Whoever owns the agent is told when it has another identity, on disk. */
  public Rejoining(Optional<Joining.Ticket> ticket, Runnable onJoined) {
    this.ticket = ticket;
    this.onJoined = onJoined;
  }

  /** What is to be done about the end of a session besides trying again later. */
  enum Advice {
    WAIT,
    /** The next hello shows the token, and may do so at once. */
    SHOW_TOKEN,
    JOIN_ANEW
  }

  Advice after(Ending ending) {
    if (ticket.isEmpty() || !(ending instanceof Ending.Refused refused)) {
      return Advice.WAIT;
    }
    return after(refused.code());
  }

  private Advice after(RefusalCode code) {
    return switch (code) {
      case REFUSAL_CODE_SECOND_STREAM -> {
        toShow = !shown;
        yield toShow ? Advice.SHOW_TOKEN : Advice.WAIT;
      }
      case REFUSAL_CODE_IDENTITY_UNKNOWN, REFUSAL_CODE_IDENTITY_REVOKED -> {
        Advice advice = tried ? Advice.WAIT : Advice.JOIN_ANEW;
        tried = true;
        yield advice;
      }
      case REFUSAL_CODE_UNSPECIFIED,
          REFUSAL_CODE_REPLACED,
          REFUSAL_CODE_HELLO_INVALID,
          REFUSAL_CODE_CONTRACT_BROKEN,
          REFUSAL_CODE_FEATURE_MISSING,
          REFUSAL_CODE_BUSY,
          REFUSAL_CODE_TOKEN_INVALID,
          REFUSAL_CODE_REQUEST_INVALID,
          REFUSAL_CODE_PROOF_INVALID,
          REFUSAL_CODE_WRONG_KIND,
          UNRECOGNIZED ->
          Advice.WAIT;
    };
  }

  /** The token for the next hello, which shows it if it is to. */
  Optional<String> token() {
    if (!toShow) {
      return Optional.empty();
    }
    toShow = false;
    shown = true;
    return ticket.map(Joining.Ticket::token);
  }

  Joining.Ticket ticket() {
    return ticket.orElseThrow();
  }

  void joined() {
    onJoined.run();
  }
}
