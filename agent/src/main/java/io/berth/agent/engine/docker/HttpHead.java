package io.berth.agent.engine.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Status and headers of an answer; header names are equal in any case. Bounded in size. */
record HttpHead(int status, Map<String, List<String>> headers) {

  private static final int MOST_BYTES = 64 * 1024;

  /** Reads the head of the final answer, passing over interim ones. */
  static HttpHead read(InputStream input) throws IOException {
    HttpHead head = readOne(input);
    while (head.status >= 100 && head.status < 200 && head.status != 101) {
      head = readOne(input);
    }
    return head;
  }

  private static HttpHead readOne(InputStream input) throws IOException {
    var limit = new int[] {MOST_BYTES};
    int status = status(line(input, limit));
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(input, limit); !line.isEmpty(); line = line(input, limit)) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("the engine's answer has a header without a colon");
      }
      headers
          .computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return new HttpHead(status, headers);
  }

  /** The value of a header, empty without one. */
  String header(String name) {
    return headers.getOrDefault(name, List.of("")).getFirst();
  }

  private static int status(String line) throws IOException {
    if (line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
      return Integer.parseInt(line.substring(9, 12));
    }
    throw new IOException("the engine does not answer in HTTP/1.1");
  }

  /** A line without its end; takes its bytes from the limit. */
  static String line(InputStream input, int[] limit) throws IOException {
    var line = new StringBuilder(64);
    while (true) {
      int one = input.read();
      if (one < 0) {
        throw new EOFException("the engine closed the connection within its answer");
      }
      if (--limit[0] < 0) {
        throw new IOException("the head of the engine's answer is too long");
      }
      if (one == '\n') {
        return line.toString();
      }
      if (one != '\r') {
        line.append((char) one);
      }
    }
  }
}
