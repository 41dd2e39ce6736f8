package io.berth.scheduler.aws;

import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Makes our head of Netty's: the target in its parts, the headers by lower-case name. */
final class RequestHeads {
  private final Supplier<String> requestIds;

  RequestHeads(Supplier<String> requestIds) {
    this.requestIds = requestIds;
  }

  HttpHead of(HttpRequest request) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach(header ->
            headers
                .computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                .add(header.getValue()));
    String target = withoutAuthority(request.uri());
    int mark = target.indexOf('?');
    return new HttpHead(
        requestIds.get(),
        request.method().name(),
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        headers);
  }

  /** Clients that believe us to be a proxy send the whole address. */
  private static String withoutAuthority(String target) {
    String lowerCase = target.toLowerCase(Locale.ROOT);
    if (!lowerCase.startsWith("http://") && !lowerCase.startsWith("https://")) {
      return target;
    }
    int authority = target.indexOf("//") + 2;
    int end = authority;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    String rest = target.substring(end);
    return rest.startsWith("/") ? rest : "/" + rest;
  }
}
