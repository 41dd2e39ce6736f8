package io.berth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is JSON comes back as it was, and what is none is refused. */
class JsonParserTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"a\":[1,-0.5e+7,true,false,null],\"b\":{\"c\":\"\"}}",
        "\"\\\\ \\\" \\u0001 ü\"",
      })
  void whatIsReadIsWrittenTheSameWay(String text) {
    assertEquals(text, JsonParser.parse(text).written());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "\"",
        "{}{}",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "nul",
        "+1",
        "01",
        "1.",
        "'a'",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "{\"a\":1,\"a\":2}",
        "\"\n\""
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> JsonParser.parse(text));
  }

  @Test
  void whatNestsTooDeeplyIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> JsonParser.parse("[".repeat(100_000)));
  }
}
