package io.berth.agent.journal;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One record in a journal's file, with its length and check sum. The last one of a list closes it;
 * a list without its last one was never written. Each frame also says how much of the file was
 * forced to disk before it, so that a torn end can be told from damage; those of a rewritten file
 * name all of its first content, because it took its place only after that.
 */
record Frame(byte tag, ByteString payload, boolean isLast, long forcedBefore) {
  /** Begins each file, the format's number included. */
  static final byte[] FILE_HEAD = {'b', 'e', 'r', 't', 'h', 'j', 0, 1};

  /** A frame of a message at its greatest stays far below. */
  static final int MOST_PAYLOAD_BYTES = 8 << 20;

  static final int HEAD_BYTES = 22;
  private static final int MAGIC = 0xB347_F4A3;
  private static final int CHECKED_FROM = 12;

  int length() {
    return HEAD_BYTES + payload.size();
  }

  void write(ByteBuffer buffer) {
    if (payload.size() > MOST_PAYLOAD_BYTES) {
      throw new IllegalStateException("A journal entry of " + payload.size() + " bytes");
    }
    int start = buffer.position();
    buffer.putInt(MAGIC).putInt(payload.size()).putInt(0);
    buffer.putLong(forcedBefore).put((byte) (isLast ? 1 : 0)).put(tag);
    payload.copyTo(buffer);
    buffer.putInt(start + 8, checkSum(buffer, start, payload.size()));
  }

  /** The whole and unharmed frame that begins there, if there is one. */
  static Optional<Frame> read(ByteBuffer file, int start) {
    if (start + HEAD_BYTES > file.limit() || file.getInt(start) != MAGIC) {
      return Optional.empty();
    }
    int length = file.getInt(start + 4);
    boolean fits =
        length >= 0 && length <= MOST_PAYLOAD_BYTES && start + HEAD_BYTES + length <= file.limit();
    if (!fits || file.getInt(start + 8) != checkSum(file, start, length)) {
      return Optional.empty();
    }
    ByteString payload = ByteString.copyFrom(file.slice(start + HEAD_BYTES, length));
    return Optional.of(
        new Frame(
            file.get(start + 21), payload, file.get(start + 20) == 1, file.getLong(start + 12)));
  }

  private static int checkSum(ByteBuffer file, int start, int length) {
    var sum = new CRC32C();
    sum.update(file.slice(start + CHECKED_FROM, HEAD_BYTES - CHECKED_FROM + length));
    // The length is told from another one by the frame's end, and checked with it.
    sum.update(length);
    return (int) sum.getValue();
  }
}
