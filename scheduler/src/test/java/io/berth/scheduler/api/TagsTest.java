package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.Tag;

/** Which tags there may be. */
class TagsTest {

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static List<Tag> tags(int count) {
    return IntStream.range(0, count).mapToObj(number -> tag("k" + number, "")).toList();
  }

  @Test
  void tagsComeBackInTheOrderOfTheirKeys() {
    List<Tag> given =
        List.of(tag("b", "2"), tag("a", "ä 1"), tag("k".repeat(128), "v".repeat(256)));

    assertEquals(List.of(given.get(1), given.get(0), given.get(2)), Tags.write(Tags.read(given)));
    assertEquals(50, Tags.read(tags(50)).size());
  }

  @Test
  void aMissingValueIsAnEmptyOne() {
    assertEquals(Map.of("a", ""), Tags.read(List.of(Tag.builder().key("a").build())));
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("51 tags", tags(51)),
        Arguments.of("no key", List.of(Tag.builder().value("v").build())),
        Arguments.of("an empty key", List.of(tag("", "v"))),
        Arguments.of("a long key", List.of(tag("k".repeat(129), "v"))),
        Arguments.of("a long value", List.of(tag("k", "v".repeat(257)))),
        Arguments.of("a key of AWS", List.of(tag("aws:x", "v"))),
        Arguments.of("a key of AWS in other letters", List.of(tag("AwS:x", "v"))),
        Arguments.of("a control character", List.of(tag("a\n", "v"))),
        Arguments.of("a value with a star", List.of(tag("a", "*"))),
        Arguments.of("one key twice", List.of(tag("a", "1"), tag("a", "1"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void otherTagsAreRefused(String name, List<Tag> tags) {
    assertEquals(
        "InvalidParameterException", assertThrows(ApiError.class, () -> Tags.read(tags)).code());
  }

  @Test
  void keysThatShallGoAreJudgedAsThoseThatCome() {
    List<String> many = tags(51).stream().map(Tag::key).toList();

    assertEquals(Set.of("a"), Tags.readKeys(List.of("a", "a")));
    assertThrows(ApiError.class, () -> Tags.readKeys(List.of()));
    assertThrows(ApiError.class, () -> Tags.readKeys(many));
    assertThrows(ApiError.class, () -> Tags.readKeys(List.of("aws:a")));
  }
}
