package io.berth.scheduler.history;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads what a {@link BodyWriter} wrote; whatever cannot be so is damaged. */
final class BodyReader {
  private final byte[] bytes;
  private int place;

  BodyReader(Bytes body) {
    this.bytes = body.toArray();
  }

  /** The bytes are none that were written. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  /** Reads one of several. */
  @FunctionalInterface
  interface One<T> {
    T read(BodyReader from) throws DamagedException;
  }

  void end() throws DamagedException {
    if (place != bytes.length) {
      throw new DamagedException("there is more than was written");
    }
  }

  long number() throws DamagedException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int one = next();
      number |= (long) (one & 0x7f) << shift;
      if (one < 0x80) {
        return number;
      }
    }
    throw new DamagedException("a number does not end");
  }

  long signed() throws DamagedException {
    long number = number();
    return (number >>> 1) ^ -(number & 1);
  }

  /** One that is not negative. */
  int count() throws DamagedException {
    long number = number();
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new DamagedException("a count is out of bounds");
    }
    return (int) number;
  }

  int signedInt() throws DamagedException {
    long number = signed();
    if (number != (int) number) {
      throw new DamagedException("a number is out of bounds");
    }
    return (int) number;
  }

  long wide() throws DamagedException {
    long number = 0;
    for (int at = 0; at < Long.BYTES; at++) {
      number = number << Byte.SIZE | next();
    }
    return number;
  }

  String text() throws DamagedException {
    int length = count();
    if (length > bytes.length - place) {
      throw new DamagedException("a text is longer than the line");
    }
    String text = new String(bytes, place, length, StandardCharsets.UTF_8);
    place += length;
    return text;
  }

  Instant instant() throws DamagedException {
    try {
      return Instant.ofEpochSecond(signed(), count());
    } catch (DateTimeException _) {
      throw new DamagedException("a time is out of bounds");
    }
  }

  Ask ask() throws DamagedException {
    String call = text();
    Instant at = instant();
    return new Ask(
        call,
        switch (count()) {
          case BodyWriter.BY_UNKNOWN -> new Asker.Unknown();
          case BodyWriter.BY_KEY -> new Asker.Key(value(text(), AccessKeyId::new));
          case BodyWriter.BY_ITSELF -> new Asker.Itself();
          default -> throw new DamagedException("nobody asks so");
        },
        at);
  }

  <T> List<T> list(One<T> readOne) throws DamagedException {
    int count = bounded();
    List<T> items = new ArrayList<>(count);
    for (int item = 0; item < count; item++) {
      items.add(readOne.read(this));
    }
    return items;
  }

  <T> Optional<T> optional(One<T> readOne) throws DamagedException {
    return switch (count()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(readOne.read(this));
      default -> throw new DamagedException("it is neither there nor absent");
    };
  }

  <V> Map<String, V> map(One<V> readOne) throws DamagedException {
    int count = bounded();
    Map<String, V> map = new HashMap<>();
    for (int item = 0; item < count; item++) {
      map.put(text(), readOne.read(this));
    }
    return map;
  }

  <E extends Enum<E>> E oneOf(List<E> known) throws DamagedException {
    int number = count();
    if (number >= known.size()) {
      throw new DamagedException("there is no such value");
    }
    return known.get(number);
  }

  /** A value of the model, which insists on what it is. */
  static <T, R> R value(T raw, Function<T, R> model) throws DamagedException {
    try {
      return model.apply(raw);
    } catch (IllegalArgumentException e) {
      throw new DamagedException(String.valueOf(e.getMessage()));
    }
  }

  /** Each item has a byte at least, so that no count makes us ask for memory that nothing fills. */
  private int bounded() throws DamagedException {
    int count = count();
    if (count > bytes.length - place) {
      throw new DamagedException("there are more items than bytes");
    }
    return count;
  }

  private int next() throws DamagedException {
    if (place == bytes.length) {
      throw new DamagedException("the line ends too early");
    }
    return bytes[place++] & 0xff;
  }
}
