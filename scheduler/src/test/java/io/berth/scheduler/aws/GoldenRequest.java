package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A request as a client wrote it to the wire, with the signature that it made: the request line,
 * the headers in their order, and the body.
 *
 * <p>As a file the same with plain ends of lines, and one more at the end of the body. Strings hold
 * one byte in each char, as on the wire.
 */
record GoldenRequest(List<String> head, String body) {
  private static final DateTimeFormatter SIGNED_AT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Takes one from a client, as a server would. */
  static GoldenRequest receive(InputStream connection) throws IOException {
    InputStream in = new BufferedInputStream(connection);
    List<String> head = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      head.add(line);
    }
    String length = new GoldenRequest(head, "").header("content-length");
    byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
    return new GoldenRequest(head, new String(body, ISO_8859_1));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0) {
        throw new EOFException("the client left within its request");
      }
      line.append((char) one);
    }
    return line.toString().stripTrailing();
  }

  static GoldenRequest load(Path file) throws IOException {
    String text = Files.readString(file, ISO_8859_1);
    int end = text.indexOf("\n\n");
    return new GoldenRequest(
        text.substring(0, end).lines().toList(), text.substring(end + 2, text.length() - 1));
  }

  void save(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", head) + "\n\n" + body + "\n", ISO_8859_1);
  }

  /** Without headers that say which machine recorded it, as far as they are not signed. */
  GoldenRequest anonymous() {
    return new GoldenRequest(
        head.stream()
            .filter(line -> isSigned("user-agent") || !startsWith(line, "user-agent"))
            .toList(),
        body);
  }

  private boolean isSigned(String name) {
    String header = header("authorization");
    int start = header.indexOf("SignedHeaders=") + "SignedHeaders=".length();
    String names = header.substring(start, header.indexOf(',', start));
    return Arrays.asList(names.split(";", -1)).contains(name);
  }

  /** The value of a header; empty where there is none. */
  String header(String name) {
    return head.stream()
        .filter(line -> startsWith(line, name))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static boolean startsWith(String line, String name) {
    return line.toLowerCase(Locale.ROOT).startsWith(name + ":");
  }

  /** When the client signed it. */
  Instant signedAt() {
    return SIGNED_AT.parse(header("x-amz-date"), Instant::from);
  }

  /** Which operation it asks for, in either protocol. */
  String operation() {
    String target = header("x-amz-target");
    if (!target.isEmpty()) {
      return target.substring(target.indexOf('.') + 1);
    }
    return FormText.ofBody(body.getBytes(ISO_8859_1)).getOrDefault("Action", "");
  }

  /** The same request with another body, as if somebody had changed it on its way. */
  GoldenRequest forged() {
    int last = body.length() - 1;
    return new GoldenRequest(head, body.substring(0, last) + (char) (body.charAt(last) ^ 1));
  }

  /** All that goes over the wire. */
  String wire() {
    return String.join("\r\n", head) + "\r\n\r\n" + body;
  }
}
