package io.berth.scheduler.aws;

import io.berth.scheduler.api.ApiError;

/** Takes every request and does what the test says. */
record TestRoute(Work work) implements Route {

  @Override
  public boolean takes(HttpHead head) {
    return !head.path().equals("/health");
  }

  @Override
  public HttpAnswer answer(HttpHead head, byte[] body) {
    try {
      return HttpAnswer.text(200, work.answer(head, body));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public HttpAnswer refuse(HttpHead head, ApiError refusal) {
    return RefusalForm.of(head).answer(refusal, head.requestId(), "");
  }

  /** What stands in the answer; may block. */
  @FunctionalInterface
  interface Work {
    String answer(HttpHead head, byte[] body) throws InterruptedException;
  }
}
