package io.berth.scheduler.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.api.Operation.RequestBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Fills shapes with random members: absent, empty and full ones, and texts that hurt. */
final class RandomShapes {
  private final RandomGenerator random;
  private final Wire wire;

  RandomShapes(RandomGenerator random, Wire wire) {
    this.random = random;
    this.wire = wire;
  }

  /** What a protocol can carry. */
  enum Wire {
    JSON("aZ0 \"\\/\n\t\r\0\u001f\u007fä中😀\u2028<&'%+.\ufffd"),
    /**
     * Text that XML can carry, and no structure or map without members, which has no form there.
     */
    QUERY("aZ0\"\\/ä中😀<>&'%+.=");

    private final String alphabet;

    Wire(String alphabet) {
      this.alphabet = alphabet;
    }
  }

  SdkPojo of(RequestBuilder<SdkPojo> empty) {
    fill(empty.fields(), 0);
    return empty.finished().get();
  }

  /** Equal in each member, and in which lists are absent and which are empty. */
  static void assertSame(SdkPojo expected, SdkPojo actual) {
    assertEquals(expected.toString(), actual.toString());
    assertTrue(expected.equalsBySdkFields(actual), () -> "differs in what is not shown: " + actual);
  }

  private void fill(SdkPojo builder, int depth) {
    // The deeper, the emptier: some shapes hold hundreds of others.
    int percent = Math.max(80 - 15 * depth, 5);
    boolean needsOne = wire == Wire.QUERY;
    for (var field : builder.sdkFields()) {
      boolean inventedWhenAbsent = field.containsTrait(DefaultValueTrait.class);
      if (needsOne || inventedWhenAbsent || random.nextInt(100) < percent) {
        needsOne = false;
        field.set(builder, value(Shape.of(field), depth));
      }
    }
  }

  private Object value(Shape shape, int depth) {
    return switch (shape) {
      case Shape.Scalar scalar -> scalar(scalar);
      case Shape.Anything _ -> document(depth);
      case Shape.Structure structure -> {
        SdkPojo builder = structure.builder().get();
        fill(builder, depth + 1);
        yield ((Buildable) builder).build();
      }
      case Shape.Sequence sequence ->
          IntStream.range(0, random.nextInt(4))
              .mapToObj(_ -> value(sequence.element(), depth + 1))
              .toList();
      case Shape.Mapping mapping -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int entry = leastEntries() + random.nextInt(3); entry > 0; entry--) {
          entries.put("key" + text(), value(mapping.value(), depth + 1));
        }
        yield entries;
      }
    };
  }

  private int leastEntries() {
    return wire == Wire.QUERY ? 1 : 0;
  }

  private Object scalar(Shape.Scalar scalar) {
    return switch (scalar) {
      case STRING -> text();
      case BOOLEAN -> random.nextBoolean();
      case BYTE -> (byte) random.nextInt();
      case SHORT -> (short) random.nextInt();
      case INTEGER -> random.nextInt();
      case LONG -> random.nextInt(3) == 0 ? extreme() : random.nextLong();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextBoolean() ? random.nextDouble() : random.nextInt(1_000) * 1e12;
      case DECIMAL -> new BigDecimal("123456789012345678901234567890.125");
      case TIMESTAMP -> Instant.ofEpochMilli(random.nextLong(-1_000_000, 4_000_000_000_000L));
      case BLOB -> SdkBytes.fromUtf8String(text());
    };
  }

  private long extreme() {
    return random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
  }

  private String text() {
    int[] letters = wire.alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int count = random.nextInt(8); count > 0; count--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }

  private Document document(int depth) {
    return switch (random.nextInt(depth < 6 ? 5 : 3)) {
      case 0 -> Document.fromString(text());
      case 1 -> Document.fromNumber(String.valueOf(random.nextInt()));
      case 2 -> Document.fromBoolean(random.nextBoolean());
      case 3 -> {
        List<Document> elements = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
          elements.add(document(depth + 1));
        }
        yield Document.fromList(elements);
      }
      default -> Document.fromMap(Map.of("k" + text(), document(depth + 1)));
    };
  }
}
