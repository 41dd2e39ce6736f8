package io.berth.agent.main;

import io.berth.agent.model.Abilities;
import io.berth.base.AttributeRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The attributes of this host: what its configuration says, which machine and which image it is as
 * far as anybody has noted it, and what this agent can do for tasks.
 */
final class HostAttributes {
  static final String ZONE = "ecs.availability-zone";
  static final String INSTANCE_TYPE = "ecs.instance-type";
  private static final String IMAGE = "ecs.ami-id";

  /** Where firmware says which machine this is; the second one on boards that have no first. */
  private static final List<Path> PRODUCTS =
      List.of(Path.of("/sys/class/dmi/id/product_name"), Path.of("/proc/device-tree/model"));

  /** What makers write that have not said which machine it is. */
  private static final Set<String> NOTHING_SAID =
      Set.of(
          "default string",
          "none",
          "not applicable",
          "not specified",
          "system product name",
          "to be filled by o.e.m.",
          "unknown");

  private static final int LONGEST = 128;

  private HostAttributes() {}

  /** What the configuration says counts before what the machine says. */
  static Map<String, Optional<String>> read(
      Map<String, Optional<String>> configured, String osRelease) {
    var all = new LinkedHashMap<String, Optional<String>>();
    Abilities.ALL.forEach(name -> all.put(name, Optional.empty()));
    image(osRelease).ifPresent(image -> all.put(IMAGE, Optional.of(image)));
    for (Path product : PRODUCTS) {
      if (!all.containsKey(INSTANCE_TYPE)) {
        product(text(product)).ifPresent(type -> all.put(INSTANCE_TYPE, Optional.of(type)));
      }
    }
    all.putAll(configured);
    return all;
  }

  /** Of a system that was built as an image; others have no such lines. */
  static Optional<String> image(String osRelease) {
    Optional<String> id = OsRelease.value(osRelease, "IMAGE_ID");
    Optional<String> version = OsRelease.value(osRelease, "IMAGE_VERSION");
    return id.flatMap(name -> fitting(version.map(number -> name + "-" + number).orElse(name)));
  }

  /** The name of a machine as far as it names one, in the letters that attributes may have. */
  static Optional<String> product(String text) {
    String name = text.replace('\0', ' ').strip();
    boolean saysNothing = NOTHING_SAID.contains(name.toLowerCase(Locale.ROOT));
    return saysNothing ? Optional.empty() : fitting(name);
  }

  private static Optional<String> fitting(String text) {
    String letters = text.replaceAll("[^A-Za-z0-9_.@/\\\\: -]+", "-");
    String value = letters.substring(0, Math.min(LONGEST, letters.length())).strip();
    return Optional.of(value).filter(it -> AttributeRules.faultOfValue(it).isEmpty());
  }

  /** Most machines have one of the files; which of them nobody may read, says nothing. */
  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException _) {
      return "";
    }
  }
}
