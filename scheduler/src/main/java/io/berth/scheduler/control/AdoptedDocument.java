package io.berth.scheduler.control;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The document of a definition that was lost, as far as a task that still runs tells of it: enough
 * to describe the task by.
 */
final class AdoptedDocument {
  private AdoptedDocument() {}

  static String of(String family, List<Claim.Part> parts) {
    return "{\"family\":"
        + text(family)
        + ",\"containerDefinitions\":"
        + parts.stream().map(AdoptedDocument::part).collect(Collectors.joining(",", "[", "]"))
        + "}";
  }

  private static String part(Claim.Part part) {
    String memory = part.memoryMib() == 0 ? "" : ",\"memory\":" + part.memoryMib();
    return "{\"name\":"
        + text(part.name())
        + ",\"image\":"
        + text(part.image())
        + ",\"cpu\":"
        + part.cpuUnits()
        + memory
        + ",\"essential\":"
        + part.isEssential()
        + "}";
  }

  private static String text(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(one -> {
          if (one == '"' || one == '\\') {
            quoted.append('\\').append((char) one);
          } else if (one < ' ') {
            quoted.append("\\u%04x".formatted(one));
          } else {
            quoted.append((char) one);
          }
        });
    return quoted.append('"').toString();
  }
}
