package io.berth.proxy.http;

import io.netty.handler.codec.http.HttpObject;

/** The client's side of an exchange. */
interface ExchangeClient {

  /** Takes over the reference. */
  void write(HttpObject message);

  void flush();

  boolean isWritable();

  /** Whether more of the request's body is wanted. */
  void readBody(boolean wanted);

  /** Something has moved. */
  void moved();

  /** The answer is out, whole; afterwards the connection goes on, or it does not. */
  void answered(boolean goesOn);

  /** Nothing of an answer was written: this one takes its place. */
  void failed(Failure failure);

  /** An answer was begun that never ends; the client must not take it for whole. */
  void cut();
}
