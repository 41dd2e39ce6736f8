package io.berth.proxy.upstream;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;

/** Who has a connection to a target for one request; called on its event loop. */
public interface UpstreamUser {

  /** The answer begins. It may be one that the decoder could not read. */
  void answerBegins(HttpResponse head);

  /** A part of the answer, and with it the duty to release it. A last one ends the answer. */
  void answerGoesOn(HttpContent part);

  /** All that has come for now was told. */
  void answerPauses();

  /** The target takes more, or takes none for now. */
  void upstreamWritabilityChanged();

  /** The connection is gone before the answer ended. */
  void upstreamCut();
}
