package io.berth.scheduler.store.rocks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Builds keys whose byte order is the order of their parts: numbers big-endian, texts closed by a
 * zero. Texts in keys are of visible ASCII, which the model sees to.
 */
final class Keys {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(32);

  private Keys() {}

  static Keys inFamily(int family) {
    return new Keys().shortNumber(family);
  }

  /** Which family a key belongs to. */
  static int familyOf(byte[] key) {
    return ByteBuffer.wrap(key).getShort();
  }

  Keys text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    bytes.write(0);
    return this;
  }

  Keys number(long number) {
    bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    return this;
  }

  Keys intNumber(int number) {
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    return this;
  }

  /** Seconds before 1970 are negative; moved so that their bytes sort as they do. */
  Keys time(Instant time) {
    return number(time.getEpochSecond() ^ Long.MIN_VALUE).intNumber(time.getNano());
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  private Keys shortNumber(int number) {
    bytes.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) number).array());
    return this;
  }
}
