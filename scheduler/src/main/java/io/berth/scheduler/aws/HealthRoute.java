package io.berth.scheduler.aws;

import io.berth.scheduler.api.ApiError;

/** Says that the front is up, to anyone who asks. */
public final class HealthRoute implements Route {

  @Override
  public boolean takes(HttpHead head) {
    return head.path().equals("/health")
        && (head.method().equals("GET") || head.method().equals("HEAD"));
  }

  @Override
  public HttpAnswer answer(HttpHead head, byte[] body) {
    return HttpAnswer.text(200, "ok\n");
  }

  @Override
  public HttpAnswer refuse(HttpHead head, ApiError refusal) {
    return RefusalForm.json(refusal);
  }
}
