package io.berth.scheduler.history;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Writes the parts of a line one after the other: numbers with seven bits to a byte, texts behind
 * their length, lists behind their count.
 */
final class BodyWriter {
  static final int BY_UNKNOWN = 0;
  static final int BY_KEY = 1;
  static final int BY_ITSELF = 2;

  private static final int LOW_BITS = 0x7f;
  private static final int MORE = 0x80;

  private byte[] bytes = new byte[128];
  private int size;

  Bytes bytes() {
    return Bytes.of(Arrays.copyOf(bytes, size));
  }

  BodyWriter number(long number) {
    long left = number;
    while ((left & ~LOW_BITS) != 0) {
      write((int) (left & LOW_BITS) | MORE);
      left >>>= 7;
    }
    write((int) left);
    return this;
  }

  /** Small ones are short, whatever their sign. */
  BodyWriter signed(long number) {
    return number((number << 1) ^ (number >> (Long.SIZE - 1)));
  }

  /** Eight bytes: for what is random anyway. */
  BodyWriter wide(long number) {
    room(Long.BYTES);
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes[size++] = (byte) (number >>> shift);
    }
    return this;
  }

  BodyWriter text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    number(encoded.length);
    room(encoded.length);
    System.arraycopy(encoded, 0, bytes, size, encoded.length);
    size += encoded.length;
    return this;
  }

  BodyWriter instant(Instant instant) {
    return signed(instant.getEpochSecond()).number(instant.getNano());
  }

  BodyWriter ask(Ask ask) {
    text(ask.call()).instant(ask.at());
    switch (ask.by()) {
      case Asker.Unknown() -> number(BY_UNKNOWN);
      case Asker.Key(AccessKeyId id) -> number(BY_KEY).text(id.text());
      case Asker.Itself() -> number(BY_ITSELF);
    }
    return this;
  }

  <T> BodyWriter list(List<T> items, BiConsumer<BodyWriter, T> writeOne) {
    number(items.size());
    items.forEach(item -> writeOne.accept(this, item));
    return this;
  }

  <T> BodyWriter optional(Optional<T> item, BiConsumer<BodyWriter, T> writeOne) {
    number(item.isPresent() ? 1 : 0);
    item.ifPresent(present -> writeOne.accept(this, present));
    return this;
  }

  /** In the order of the names, so that equal ones become equal bytes. */
  <V> BodyWriter map(Map<String, V> map, BiConsumer<BodyWriter, V> writeOne) {
    number(map.size());
    new TreeMap<>(map).forEach((name, value) -> writeOne.accept(text(name), value));
    return this;
  }

  private void write(int one) {
    room(1);
    bytes[size++] = (byte) one;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
