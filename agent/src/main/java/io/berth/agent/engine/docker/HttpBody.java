package io.berth.agent.engine.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer: of a said length, in chunks, or until the connection ends. One that ends
 * too early is an error, so that half an answer is never taken for a whole one.
 */
final class HttpBody {

  private static final int MOST_TRAILER_BYTES = 8 * 1024;

  private HttpBody() {}

  static InputStream of(HttpHead head, InputStream input) throws IOException {
    if (head.status() == 204 || head.status() == 304) {
      return InputStream.nullInputStream();
    }
    if (head.header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
      return new Chunked(input);
    }
    String length = head.header("Content-Length");
    if (length.isEmpty()) {
      return input;
    }
    try {
      return new Counted(input, Long.parseLong(length));
    } catch (NumberFormatException failure) {
      throw new IOException("the engine's answer has a length that is no number", failure);
    }
  }

  private static final class Counted extends InputStream {
    private final InputStream input;
    private long left;

    Counted(InputStream input, long length) {
      this.input = input;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int count = input.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the engine closed the connection within its answer");
      }
      left -= count;
      return count;
    }
  }

  private static final class Chunked extends InputStream {
    private final InputStream input;
    private InputStream chunk = InputStream.nullInputStream();
    private boolean isFirst = true;
    private boolean isOver;

    Chunked(InputStream input) {
      this.input = input;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (isOver || length == 0) {
        return isOver ? -1 : 0;
      }
      int count = chunk.read(target, offset, length);
      while (count < 0 && !isOver) {
        nextChunk();
        count = isOver ? -1 : chunk.read(target, offset, length);
      }
      return count;
    }

    private void nextChunk() throws IOException {
      var limit = new int[] {MOST_TRAILER_BYTES};
      if (!isFirst && !HttpHead.line(input, limit).isEmpty()) {
        throw new IOException("a chunk of the engine's answer has no end");
      }
      isFirst = false;
      long size = size(HttpHead.line(input, limit));
      if (size > 0) {
        chunk = new Counted(input, size);
        return;
      }
      isOver = true;
      while (!HttpHead.line(input, limit).isEmpty()) {
        // Trailers say nothing that anybody here wants to know.
      }
    }

    private static long size(String line) throws IOException {
      String digits = line.contains(";") ? line.substring(0, line.indexOf(';')) : line;
      try {
        return Long.parseUnsignedLong(digits.strip(), 16) & Long.MAX_VALUE;
      } catch (NumberFormatException failure) {
        throw new IOException("a chunk of the engine's answer has no size", failure);
      }
    }
  }
}
