package io.berth.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Brings an answer into the form that its client understands, and decides how it ends: by a length,
 * by a last chunk, or by the end of the connection.
 */
final class AnswerForm {
  private final boolean modern;
  private final boolean head;
  private boolean clientGoesOn;
  private boolean endsWithConnection;

  /**
   * @param modern the client speaks HTTP/1.1 and so understands chunks
   * @param head it asked for the head alone
   * @param goesOn it wants to keep the connection, and may
   */
  AnswerForm(boolean modern, boolean head, boolean goesOn) {
    this.modern = modern;
    this.head = head;
    this.clientGoesOn = goesOn;
  }

  boolean clientGoesOn() {
    return clientGoesOn;
  }

  /** Nothing but the end of the connection tells the client that the answer is whole. */
  boolean endsWithConnection() {
    return endsWithConnection;
  }

  /** Answers whether the target keeps its connection. */
  boolean take(HttpResponse answer) {
    HttpHeaders headers = answer.headers();
    boolean chunked = HttpUtil.isTransferEncodingChunked(answer);
    boolean measured = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    boolean bodyless = head || isBodyless(answer.status().code());
    boolean upstreamGoesOn = HttpUtil.isKeepAlive(answer) && (chunked || measured || bodyless);
    HopByHop.strip(headers);
    if (!modern) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    } else if (!chunked && !measured && !bodyless) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    endsWithConnection = !modern && !measured && !bodyless;
    clientGoesOn &= !endsWithConnection;
    connection(headers);
    answer.setProtocolVersion(HttpVersion.HTTP_1_1);
    return upstreamGoesOn;
  }

  /** For an answer that is the proxy's own. */
  void connection(HttpHeaders headers) {
    if (!clientGoesOn) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (!modern) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  private static boolean isBodyless(int status) {
    return status == 204 || status == 304;
  }
}
