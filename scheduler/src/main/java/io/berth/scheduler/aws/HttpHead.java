package io.berth.scheduler.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request without its body. Strings hold one byte in each char, as they came over the wire.
 *
 * @param requestId goes into each answer and into each log line about this request
 * @param path still percent-encoded
 * @param query still percent-encoded, without the question mark; empty when there is none
 * @param headers by lower-case name, the values in their order
 */
public record HttpHead(
    String requestId, String method, String path, String query, Map<String, List<String>> headers) {

  /** The first value of a header. */
  public Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }
}
