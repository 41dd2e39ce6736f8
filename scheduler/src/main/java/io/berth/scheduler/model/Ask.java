package io.berth.scheduler.model;

import java.time.Instant;

/**
 * A call that wanted something: where the causes of a decision begin.
 *
 * @param call the operation as clients know it, such as {@code UpdateService}
 */
public record Ask(String call, Asker by, Instant at) {

  /** Of what was made before asks were written down. */
  public static Ask unknown(Instant at) {
    return new Ask("", new Asker.Unknown(), at);
  }
}
