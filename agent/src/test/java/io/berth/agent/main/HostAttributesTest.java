package io.berth.agent.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.model.Abilities;
import io.berth.base.AttributeRules;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host says of itself in attributes: all of it in their letters, and nothing made up. */
class HostAttributesTest {

  @ParameterizedTest
  @CsvSource({
    "'PowerEdge R640\n', PowerEdge R640",
    "'Raspberry Pi 4 Model B Rev 1.4\0', Raspberry Pi 4 Model B Rev 1.4",
    "m5.large, m5.large",
    "'Standard PC (Q35 + ICH9, 2009)', Standard PC -Q35 - ICH9- 2009-",
    "'  NUC8i5BEH  ', NUC8i5BEH"
  })
  void machinesAreCalledAsTheirFirmwareCallsThem(String text, String name) {
    assertEquals(Optional.of(name), HostAttributes.product(text));
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "To Be Filled By O.E.M.", "Default string", "System Product Name"})
  void firmwareThatNamesNothingIsNotSaidBack(String text) {
    assertEquals(Optional.empty(), HostAttributes.product(text));
  }

  @Test
  void longNamesAreCutAndForeignLettersReplaced() {
    assertEquals("x".repeat(128), HostAttributes.product("x".repeat(500)).orElseThrow());
    assertEquals("x".repeat(127), HostAttributes.product("x".repeat(127) + " y").orElseThrow());
    assertEquals("Gr-n", HostAttributes.product("Grüün").orElseThrow());
  }

  @Test
  void imageIsToldOnlyOfSystemsThatWereBuiltAsOne() {
    assertEquals(Optional.empty(), HostAttributes.image("ID=debian\nVERSION_ID=\"13\"\n"));
    assertEquals(Optional.of("edge"), HostAttributes.image("ID=x\nIMAGE_ID=edge\n"));
    assertEquals(
        Optional.of("edge-42"), HostAttributes.image("IMAGE_ID=\"edge\"\nIMAGE_VERSION='42'\n"));
    assertEquals(Optional.empty(), HostAttributes.image("IMAGE_ID=\"\"\nIMAGE_VERSION=42\n"));
  }

  @Test
  void configurationCountsBeforeTheMachine() {
    var told =
        HostAttributes.read(
            Map.of("ecs.instance-type", Optional.of("mine"), "quiet", Optional.empty()), "");

    assertEquals(Optional.of("mine"), told.get("ecs.instance-type"));
    assertEquals(Optional.empty(), told.get("quiet"));
    assertTrue(told.keySet().containsAll(Abilities.ALL), told::toString);
  }

  /** Whatever this machine is: the scheduler would refuse a hello with anything else. */
  @Test
  void everythingThatIsToldKeepsTheRules() throws Exception {
    var config = AgentConfig.of(Map.of("zone", "rack 1", "attributes", "a=b"));
    HostAttributes.read(config.attributes(), "IMAGE_ID=x,y")
        .forEach((name, value) -> {
          assertEquals(Optional.empty(), AttributeRules.faultOfName(name), name);
          assertEquals(Optional.empty(), value.flatMap(AttributeRules::faultOfValue), name);
        });
  }
}
