package io.berth.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns against texts; the second half holds them against somebody else's engine. */
final class GlobTest {

  @ParameterizedTest(name = "{0} and \"{1}\": {2}")
  @CsvSource({
    "'', '', true",
    "'', a, false",
    "*, '', true",
    "*, anything/at/all, true",
    "**, x, true",
    "?, x, true",
    "?, '', false",
    "?, xy, false",
    "/api/*, /api/, true",
    "/api/*, /api/v1/x, true",
    "/api/*, /api, false",
    "/api/*, /API/x, false",
    "*.example.com, a.example.com, true",
    "*.example.com, a.b.example.com, true",
    "*.example.com, example.com, false",
    "/a*b, /ab, true",
    "/a*b, /axxb, true",
    "/a*b, /axxbc, false",
    "/a*b, /axbxb, true",
    "/*/x/*, /1/x/2, true",
    "/*/x/*, /1/y/2, false",
    "/a?c, /abc, true",
    "/a?c, /ac, false",
    "*?, '', false",
    "*?, x, true",
    "?*, x, true",
    "*a?, bab, true",
    "*a?, ba, false",
    "/ü, /ü, false"
  })
  void patternMatchesWholeText(String pattern, String text, boolean matches) {
    if (pattern.chars().anyMatch(one -> one > 127)) {
      assertThrows(IllegalArgumentException.class, () -> Glob.of(pattern));
    } else {
      assertEquals(matches, Glob.of(pattern).matches(text));
    }
  }

  @Test
  void foreignLettersAreMatchedByMarksAlone() {
    assertEquals(true, Glob.of("/?").matches("/ü"));
    assertEquals(true, Glob.of("/*x").matches("/üx"));
    assertEquals(false, Glob.of("/*u*").matches("/ü"));
  }

  @ParameterizedTest
  @ValueSource(ints = {62, 63, 64, 65, 126, 127})
  void patternsAsLongAsWordsMatchToTheirLastCharacter(int characters) {
    String text = "a".repeat(characters);
    Glob open = Glob.of(text + "*?".substring(0, characters < 127 ? 2 : 1));
    assertEquals(characters == 127, open.matches(text));
    assertEquals(true, open.matches(text + "b"));
    assertEquals(false, open.matches("a".repeat(characters - 1) + "bb"));
    Glob led = Glob.of("*" + text);
    assertEquals(true, led.matches("b" + text));
    assertEquals(true, led.matches("a" + text));
    assertEquals(false, led.matches(text + "b"));
  }

  @Test
  void fullPatternWithoutStarMatchesItself() {
    String text = "ab".repeat(64);
    assertEquals(true, Glob.of(text).matches(text));
    assertEquals(true, Glob.of("?".repeat(128)).matches(text));
    assertEquals(false, Glob.of("?".repeat(128)).matches(text + "a"));
    assertThrows(IllegalArgumentException.class, () -> Glob.of("a".repeat(129)));
  }

  /** Small alphabets, so that stars find many ways to match. */
  @Test
  void everyPatternAgreesWithRegularExpressions() {
    long seed = 20260101;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String pattern = random(random, "ab*?", random.nextInt(90));
      String text = random(random, "ab", random.nextInt(12) + (i % 7 == 0 ? 60 : 0));
      String expression = pattern.replaceAll("\\*+", "*").replace("*", ".*").replace("?", ".");
      if (stars(expression) <= 4) {
        boolean expected = Pattern.matches(expression, text);
        assertEquals(expected, Glob.of(pattern).matches(text), () -> pattern + " and " + text);
      }
    }
  }

  @Test
  void somePatternsOfTheRandomTestDoMatch() {
    Random random = new Random(7);
    long matches = 0;
    for (int i = 0; i < 2_000; i++) {
      matches +=
          Glob.of(random(random, "ab*?", random.nextInt(6))).matches(random(random, "ab", 3))
              ? 1
              : 0;
    }
    assertEquals(true, matches > 50, "matches: " + matches);
  }

  private static long stars(String expression) {
    return expression.chars().filter(one -> one == '*').count();
  }

  private static String random(Random random, String letters, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
