package io.berth.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what makes a request unfit to be passed on: what a target could read otherwise than we do,
 * what is asked of proxies, what is too much. The order of the questions decides which of several
 * failures is told.
 */
final class RequestCheck {
  /** More proxies than this in a row have hardly ever been meant. */
  private static final int MOST_FORWARDED = 30;

  private RequestCheck() {}

  static Optional<Failure> failure(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return Optional.of(unreadable(request));
    }
    Failure found = version(request);
    found = found == null ? method(request) : found;
    found = found == null ? uri(request.uri()) : found;
    found = found == null ? host(request) : found;
    found = found == null ? body(request) : found;
    found = found == null ? forwarded(request.headers()) : found;
    found = found == null ? upgrade(request.headers()) : found;
    return Optional.ofNullable(found);
  }

  private static Failure unreadable(HttpRequest request) {
    if (request.decoderResult().cause() instanceof TooLongHttpLineException) {
      return Failure.URI_TOO_LONG;
    }
    boolean measured = request.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
    return !measured && body(request) == Failure.CODING_UNKNOWN
        ? Failure.CODING_UNKNOWN
        : Failure.BAD_REQUEST;
  }

  private static @Nullable Failure version(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0)
        ? null
        : Failure.VERSION_REFUSED;
  }

  private static @Nullable Failure method(HttpRequest request) {
    HttpMethod method = request.method();
    return method.equals(HttpMethod.TRACE) || method.equals(HttpMethod.CONNECT)
        ? Failure.METHOD_REFUSED
        : null;
  }

  private static @Nullable Failure uri(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      char one = uri.charAt(i);
      if (one <= ' ' || one == 127 || one == '#') {
        return Failure.BAD_REQUEST;
      }
    }
    return RequestTarget.isUnderstood(uri) ? null : Failure.BAD_REQUEST;
  }

  private static @Nullable Failure host(HttpRequest request) {
    Iterator<String> hosts = request.headers().valueStringIterator(HttpHeaderNames.HOST);
    if (!hosts.hasNext()) {
      return request.protocolVersion().equals(HttpVersion.HTTP_1_0) ? null : Failure.BAD_REQUEST;
    }
    String host = hosts.next();
    return hosts.hasNext() || !isHost(host) ? Failure.BAD_REQUEST : null;
  }

  /** A comma would be a second host to some; a slash or an at sign would begin another part. */
  private static boolean isHost(String host) {
    for (int i = 0; i < host.length(); i++) {
      char one = host.charAt(i);
      if (one <= ' ' || one >= 127 || one == ',' || one == '/' || one == '@' || one == '\\') {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Failure body(HttpRequest request) {
    HttpHeaders headers = request.headers();
    Iterator<String> codings = headers.valueStringIterator(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.hasNext()) {
      return expectation(headers);
    }
    String coding = codings.next();
    if (request.protocolVersion().equals(HttpVersion.HTTP_1_0) || codings.hasNext()) {
      return Failure.BAD_REQUEST;
    }
    if (!HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)) {
      return Failure.CODING_UNKNOWN;
    }
    return expectation(headers);
  }

  private static @Nullable Failure expectation(HttpHeaders headers) {
    String expected = headers.get(HttpHeaderNames.EXPECT);
    return expected == null || HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)
        ? null
        : Failure.EXPECTATION_FAILED;
  }

  /** Every other upgrade is an offer, such as HTTP/2, which may be passed over. */
  private static @Nullable Failure upgrade(HttpHeaders headers) {
    return headers.contains(HttpHeaderNames.UPGRADE)
            && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
            && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        ? Failure.WEBSOCKET_REFUSED
        : null;
  }

  private static @Nullable Failure forwarded(HttpHeaders headers) {
    Iterator<String> values = headers.valueStringIterator(ForwardedHeaders.FORWARDED_FOR);
    int addresses = 0;
    while (values.hasNext()) {
      addresses++;
      String value = values.next();
      for (int i = 0; i < value.length(); i++) {
        addresses += value.charAt(i) == ',' ? 1 : 0;
      }
    }
    return addresses > MOST_FORWARDED ? Failure.TOO_MANY_FORWARDED : null;
  }
}
