package io.berth.tests.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The work that is the same for every front: ten rules, of which all are asked and the last one
 * matches, and the targets behind them.
 *
 * @param prefix put before the command of each, such as what pins it to a core
 */
record FrontPlan(List<Integer> targets, Path directory, List<String> prefix) {
  static final String HEALTH_PATH = "/health";
  static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);
  private static final int RULES_OF_A_KIND = 5;

  /** Those of the rules that are asked first; no request matches them. */
  static List<String> paths() {
    return IntStream.rangeClosed(1, RULES_OF_A_KIND).mapToObj(n -> "/path" + n + "/").toList();
  }

  /** Those of the rules that are asked then; all requests match the last. */
  static List<String> hosts() {
    return IntStream.rangeClosed(1, RULES_OF_A_KIND)
        .mapToObj(n -> "host" + n + ".example.com")
        .toList();
  }

  /** The host that all requests name. */
  static String host() {
    return hosts().getLast();
  }

  /** The headers that all requests have. */
  static List<String> headers() {
    return List.of("Host: " + host(), "User-Agent: bench/1.0", "Accept: text/html, */*;q=0.8");
  }

  /** A request of the small kind, as it goes over the wire. */
  static byte[] request() {
    return ("GET / HTTP/1.1\r\n" + String.join("\r\n", headers()) + "\r\n\r\n").getBytes(US_ASCII);
  }
}
