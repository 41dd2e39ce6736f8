package io.berth.scheduler.aws;

import io.berth.scheduler.api.ApiError;

/** One way to serve requests, chosen by method, target and headers alone. */
public interface Route {

  /** Asked on an event loop, before the body arrives; the first route that says yes gets it. */
  boolean takes(HttpHead head);

  /**
   * Answers on a virtual thread, or refuses by throwing an {@link ApiError}; any other exception is
   * a bug and answered as one.
   */
  HttpAnswer answer(HttpHead head, byte[] body);

  /** The refusal in the form that this caller reads. Must not block. */
  HttpAnswer refuse(HttpHead head, ApiError refusal);
}
