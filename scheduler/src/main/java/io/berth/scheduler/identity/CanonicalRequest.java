package io.berth.scheduler.identity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;

/** The form of a request that sender and receiver both hash. */
final class CanonicalRequest {
  private CanonicalRequest() {}

  static String of(SignedRequest request, Query query, SortedSet<String> signedHeaders) {
    StringBuilder text = new StringBuilder(512);
    text.append(request.method()).append('\n');
    text.append(path(request.path())).append('\n');
    text.append(query.canonical()).append('\n');
    for (String name : signedHeaders) {
      text.append(name).append(':');
      text.append(joined(request.header(name))).append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n');
    return text.append(request.payloadSha256()).toString();
  }

  /** Without dots and empty segments, and each segment encoded once more than on the wire. */
  static String path(String path) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> segments.pollLast();
        default -> segments.addLast(PercentCode.encode(segment));
      }
    }
    if (segments.isEmpty()) {
      return "/";
    }
    return "/" + String.join("/", segments) + (path.endsWith("/") ? "/" : "");
  }

  private static String joined(List<String> values) {
    if (values.size() == 1) {
      return collapsed(values.getFirst());
    }
    return String.join(",", values.stream().map(CanonicalRequest::collapsed).toList());
  }

  /** Trimmed, and each run of white space made one space. */
  static String collapsed(String value) {
    StringBuilder collapsed = new StringBuilder(value.length());
    boolean space = false;
    for (int at = 0; at < value.length(); at++) {
      char one = value.charAt(at);
      if (one == ' ' || (one >= '\t' && one <= '\r')) {
        space = true;
      } else {
        if (space && !collapsed.isEmpty()) {
          collapsed.append(' ');
        }
        space = false;
        collapsed.append(one);
      }
    }
    return collapsed.toString();
  }
}
