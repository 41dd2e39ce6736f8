package io.berth.scheduler.store.rocks;

import io.berth.scheduler.store.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The rows about the state itself: family 0, text name =&gt; numbers. */
final class Meta {
  static final int FAMILY = 0;
  static final byte[] VERSION = Keys.inFamily(FAMILY).text("version").bytes();
  static final byte[] FORMAT = Keys.inFamily(FAMILY).text("format").bytes();
  static final byte[] MIGRATED_TO = Keys.inFamily(FAMILY).text("migrated-to").bytes();

  private Meta() {}

  static byte[] bytes(Version version) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(version.epoch())
        .putLong(version.number())
        .array();
  }

  static Version version(byte[] stored) {
    ByteBuffer buffer = ByteBuffer.wrap(stored);
    return new Version(buffer.getLong(), buffer.getLong());
  }

  static byte[] bytes(int format) {
    return String.valueOf(format).getBytes(StandardCharsets.US_ASCII);
  }

  static int format(byte[] stored) {
    return Integer.parseInt(new String(stored, StandardCharsets.US_ASCII));
  }
}
