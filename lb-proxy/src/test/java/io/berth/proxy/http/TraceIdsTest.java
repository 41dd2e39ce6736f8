package io.berth.proxy.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the header by which a request is followed. */
final class TraceIdsTest {
  private static final String ID = "1-5f000000-[0-9a-f]{24}";
  private final TraceIds traces =
      new TraceIds(InstantSource.fixed(Instant.ofEpochSecond(0x5f000000)), new Random(3));

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource({
    ", Root=ID",
    "'', Root=ID",
    "mine=1, Root=ID;mine=1",
    "Root=1-a-b, Self=ID;Root=1-a-b",
    "Root=1-a-b;mine=1, Self=ID;Root=1-a-b;mine=1",
    "Self=1-c-d;Root=1-a-b, Self=ID;Root=1-a-b",
    "Self=1-c-d, Self=ID"
  })
  void valueKeepsWhatOthersSaidAndAddsOurs(String sent, String expected) {
    String value = traces.value(sent);
    assertTrue(value.matches(expected.replace("ID", ID)), value);
  }

  @Test
  void longValueKeepsItsRootAlone() {
    String value = traces.value("Root=1-a-b;mine=" + "x".repeat(8 << 10));
    assertTrue(value.matches("Self=" + ID + ";Root=1-a-b"), value);
  }
}
