package io.berth.scheduler.aws;

import io.berth.scheduler.api.ApiError;

/** Takes what nobody else takes, and says so in the caller's form. */
final class NoRoute implements Route {

  @Override
  public boolean takes(HttpHead head) {
    return true;
  }

  @Override
  public HttpAnswer answer(HttpHead head, byte[] body) {
    throw ApiError.sender(
        "UnknownOperationException", 404, "Nothing is served under this method and path.");
  }

  @Override
  public HttpAnswer refuse(HttpHead head, ApiError refusal) {
    return RefusalForm.of(head).answer(refusal, head.requestId(), "");
  }
}
