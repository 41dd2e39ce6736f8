package io.berth.scheduler.identity;

import java.util.List;
import java.util.Map;

/**
 * What a signature covers, exactly as it came over the wire: one char per byte, nothing decoded.
 *
 * @param path the path of the request target, still percent-encoded
 * @param query what follows the question mark, still percent-encoded; empty when there is none
 * @param headers by lower-case name, the values in their order
 * @param payloadSha256 lower-case hexadecimal, of the body as received
 */
public record SignedRequest(
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    String payloadSha256) {

  List<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of());
  }
}
