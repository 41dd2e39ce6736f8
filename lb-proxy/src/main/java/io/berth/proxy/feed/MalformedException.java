package io.berth.proxy.feed;

import io.berth.proxy.route.RoutingRefusal;
import io.berth.proxy.route.RoutingRefusal.Code;

/** A message that stands for nothing that this proxy could serve; the sentence is for people. */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Code code;

  private MalformedException(Code code, String sentence) {
    super(sentence);
    this.code = code;
  }

  static MalformedException invalid(String sentence) {
    return new MalformedException(Code.INVALID, sentence);
  }

  /** A later scheduler may mean something by it, but this program does not know what. */
  static MalformedException unknown(String sentence) {
    return new MalformedException(Code.FEATURE_UNKNOWN, sentence);
  }

  static MalformedException torn(String sentence) {
    return new MalformedException(Code.CHUNKS_MISSING, sentence);
  }

  RoutingRefusal refusal() {
    return new RoutingRefusal(code, String.valueOf(getMessage()));
  }
}
