package io.berth.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names and values attributes may have. */
class AttributeRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "stack", "A-b_c.d/e\\f9", "ecs.ami-id"})
  void namesOfLettersDigitsAndSomeSignsAreFine(String name) {
    assertEquals(Optional.empty(), AttributeRules.faultOfName(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:b", "a@b", "a=b", "ä", "a\n", "a,b", "\u0661"})
  void otherNamesAreNot(String name) {
    assertTrue(AttributeRules.faultOfName(name).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "two words", "me@host:1/x\\y", "1.2-3_4", "0"})
  void valuesMayHaveSpacesInside(String value) {
    assertEquals(Optional.empty(), AttributeRules.faultOfValue(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " a", "a ", "a,b", "[a]", "a\tb", "a\n", "ä", "'a'", "a=b"})
  void otherValuesAreNot(String value) {
    assertTrue(AttributeRules.faultOfValue(value).isPresent());
  }

  @Test
  void longestIsOneHundredAndTwentyEight() {
    assertEquals(Optional.empty(), AttributeRules.faultOfName("n".repeat(128)));
    assertTrue(AttributeRules.faultOfName("n".repeat(129)).isPresent());
    assertEquals(Optional.empty(), AttributeRules.faultOfValue("v".repeat(128)));
    assertTrue(AttributeRules.faultOfValue("v".repeat(129)).isPresent());
  }

  @Test
  void namesThatEcsKeepsAreKnownInAnyCase() {
    assertTrue(AttributeRules.isReserved("ecs.instance-type"));
    assertTrue(AttributeRules.isReserved("ECS.x"));
    assertTrue(AttributeRules.isReserved("com.amazonaws.ecs.capability.x"));
    assertFalse(AttributeRules.isReserved("ecs"));
    assertFalse(AttributeRules.isReserved("my.ecs.x"));
    assertFalse(AttributeRules.isReserved("com.amazonaws.x"));
  }
}
