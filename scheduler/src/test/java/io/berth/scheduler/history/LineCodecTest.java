package io.berth.scheduler.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Lines as they are stored: what was written reads as it was, whatever else is damaged, and the
 * bytes of a kind stay what they are.
 */
class LineCodecTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void whatIsWrittenIsRead() {
    for (Happening what : Happenings.all()) {
      assertEquals(what, LineCodec.read(LineCodec.kind(what), LineCodec.body(what)));
    }
  }

  @Test
  void thereIsASampleOfEachKind() {
    Set<Class<?>> sampled = new HashSet<>();
    Happenings.all().forEach(what -> sampled.add(what.getClass()));
    sampled.add(Happening.Unreadable.class);
    Set<Class<?>> all =
        Stream.of(Happening.class.getPermittedSubclasses()).collect(Collectors.toSet());
    assertEquals(all, sampled);
  }

  @Test
  void theBytesOfAKindStayWhatTheyAre() throws IOException {
    List<String> today = new ArrayList<>();
    for (Happening what : Happenings.all()) {
      today.add(LineCodec.kind(what) + " " + HEX.formatHex(LineCodec.body(what).toArray()));
    }
    try (InputStream golden =
        Objects.requireNonNull(getClass().getResourceAsStream("/golden/history/lines.txt"))) {
      String text = new String(golden.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(text, String.join("\n", today) + "\n");
    }
  }

  @Test
  void whatIsCutOffOrGoesOnIsDamaged() {
    for (Happening what : Happenings.all()) {
      byte[] whole = LineCodec.body(what).toArray();
      for (int length = 0; length < whole.length; length++) {
        Bytes cut = Bytes.of(Arrays.copyOf(whole, length));
        assertInstanceOf(Happening.Unreadable.class, LineCodec.read(LineCodec.kind(what), cut));
      }
      Bytes longer = Bytes.of(Arrays.copyOf(whole, whole.length + 1));
      assertInstanceOf(Happening.Unreadable.class, LineCodec.read(LineCodec.kind(what), longer));
    }
  }

  @Test
  void noiseIsReadAsSomethingOrAsDamagedAndNeverFails() {
    SplittableRandom random = new SplittableRandom(9);
    int damaged = 0;
    for (Happening what : Happenings.all()) {
      for (int round = 0; round < 200; round++) {
        byte[] noise = LineCodec.body(what).toArray();
        for (int at = 0; at < Math.min(3, noise.length); at++) {
          noise[random.nextInt(noise.length)] = (byte) random.nextInt();
        }
        Happening read = LineCodec.read(LineCodec.kind(what), Bytes.of(noise));
        damaged += read instanceof Happening.Unreadable ? 1 : 0;
      }
    }
    assertTrue(damaged > 100, "only so many are damaged: " + damaged);
  }

  @Test
  void aKindOfALaterVersionIsToldAsSuch() {
    assertEquals(
        new Happening.Unreadable("moved"), LineCodec.read("moved", Bytes.of(new byte[] {1, 2, 3})));
  }
}
