package io.berth.peer;

import io.berth.proto.common.RefusalCode;
import java.time.Duration;
import java.util.Optional;

/** Why a session is over. What this host has promised holds all the same. */
public sealed interface Ending {

  /** For people: what was found. */
  String sentence();

  /** For logs: one word for what kind of end it is. */
  default String kind() {
    return this instanceof Refused(RefusalCode code, _, _)
        ? code.name()
        : getClass().getSimpleName();
  }

  /** The scheduler ended it, and may say when to come back. */
  record Refused(RefusalCode code, String sentence, Optional<Duration> retryAfter)
      implements Ending {}

  /** The scheduler did what the contract forbids, or is not who it should be. */
  record Broken(String sentence) implements Ending {}

  /** Nothing was heard for too long. */
  record Silent(String sentence) implements Ending {}

  /** This host could not go on: its journal did not take a promise. */
  record Failed(String sentence) implements Ending {}

  /** The stream ended under it, or could not be opened. */
  record Cut(String sentence) implements Ending {}
}
