package io.berth.scheduler.aws;

import io.berth.scheduler.api.ApiError;

/** What the assembly of a request ended in; both leave the connection waiting for a response. */
sealed interface Assembled {
  HttpHead head();

  /** Whether the connection can take another request afterwards. */
  boolean keepAlive();

  /** All of it is here; whoever takes it gives the body's bytes back to the budget. */
  record Whole(HttpHead head, boolean keepAlive, Body body) implements Assembled {}

  /** Refused before it was complete; the rest of it is thrown away as it comes. */
  record Refused(HttpHead head, ApiError refusal) implements Assembled {
    @Override
    public boolean keepAlive() {
      return false;
    }
  }
}
