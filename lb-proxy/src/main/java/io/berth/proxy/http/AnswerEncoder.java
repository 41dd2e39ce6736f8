package io.berth.proxy.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Writes answers; one to HEAD tells the length of a body that never comes. */
final class AnswerEncoder extends HttpResponseEncoder {
  private boolean bodyless;

  /** Of the request whose answer comes next. */
  void answersHead(boolean isHead) {
    bodyless = isHead;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse answer) {
    return bodyless || super.isContentAlwaysEmpty(answer);
  }
}
