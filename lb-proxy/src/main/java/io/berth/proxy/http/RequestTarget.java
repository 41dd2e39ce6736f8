package io.berth.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;

/** The target of a request in the form that a server reads: a path, or the asterisk. */
final class RequestTarget {
  private static final String SCHEME = "http://";

  private RequestTarget() {}

  static boolean isUnderstood(String uri) {
    return uri.startsWith("/") || uri.equals("*") || isAbsolute(uri);
  }

  private static boolean isAbsolute(String uri) {
    return uri.length() > SCHEME.length()
        && uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && authorityEnd(uri) > SCHEME.length()
        && uri.lastIndexOf('@', authorityEnd(uri)) < 0;
  }

  private static int authorityEnd(String uri) {
    for (int i = SCHEME.length(); i < uri.length(); i++) {
      if (uri.charAt(i) == '/' || uri.charAt(i) == '?') {
        return i;
      }
    }
    return uri.length();
  }

  /** A target with a host of its own becomes a path and that host; every other stays as it is. */
  static void toPath(HttpRequest request) {
    String uri = request.uri();
    if (uri.startsWith("/") || uri.equals("*")) {
      return;
    }
    int end = authorityEnd(uri);
    String rest = uri.substring(end);
    request.headers().set(HttpHeaderNames.HOST, uri.substring(SCHEME.length(), end));
    request.setUri(rest.startsWith("/") ? rest : "/" + rest);
  }

  /** Without its query, as rules see it. */
  static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }
}
