package io.berth.tests.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;

/**
 * A client's connection that is kept: asks, and takes the answer to its end. It makes little of
 * what it reads, so that it costs little. Used by one thread.
 */
final class KeptConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int BUFFER_BYTES = 16 << 10;
  private static final byte[] FINE = "HTTP/1.1 200".getBytes(ISO_8859_1);
  private static final String LENGTH = "\r\ncontent-length:";

  private final Socket socket = new Socket();
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  KeptConnection(int port) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      in = socket.getInputStream();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Whatever is not answered with 200 is an IOException. */
  void ask(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    int have = 0;
    int headEnd = -1;
    while (headEnd < 0) {
      int count = in.read(buffer, have, BUFFER_BYTES - have);
      if (count <= 0) {
        throw new IOException("the answer ended in its head");
      }
      have += count;
      headEnd = headEnd(have);
    }
    if (!Arrays.equals(FINE, 0, FINE.length, buffer, 0, FINE.length)) {
      throw new IOException("not 200: " + new String(buffer, 0, headEnd, ISO_8859_1));
    }
    long left = headEnd + length(headEnd) - have;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(left, BUFFER_BYTES));
      if (count < 0) {
        throw new IOException("the answer ended in its body");
      }
      left -= count;
    }
  }

  private int headEnd(int have) {
    for (int at = 3; at < have; at++) {
      if (buffer[at] == '\n' && buffer[at - 2] == '\n' && buffer[at - 1] == '\r') {
        return at + 1;
      }
    }
    return -1;
  }

  private long length(int headEnd) throws IOException {
    String head = new String(buffer, 0, headEnd, ISO_8859_1).toLowerCase(Locale.ROOT);
    int begin = head.indexOf(LENGTH);
    if (begin < 0) {
      throw new IOException("an answer without a length: " + head);
    }
    int end = head.indexOf('\r', begin + LENGTH.length());
    return Long.parseLong(head.substring(begin + LENGTH.length(), end).strip());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
