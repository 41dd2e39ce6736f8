package io.berth.scheduler.model;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A definition joined with overrides and compiled for agents: what a task runs. Tasks that run the
 * same share one row of it.
 *
 * @param overrides the overrides as JSON text; empty when there are none
 * @param compiled the message for agents, without what each host's own configuration says
 * @param requires features that an agent must know to run it safely
 */
public record Plan(
    PlanHash hash,
    DefinitionId definition,
    String overrides,
    TaskShape asked,
    Bytes compiled,
    Set<String> requires) {

  public Plan {
    requires = Set.copyOf(requires);
  }

  /** The plan under the hash of its parts. */
  public static Plan of(
      DefinitionId definition,
      String overrides,
      TaskShape asked,
      Bytes compiled,
      Set<String> requires) {
    PlanHash hash = hash(definition, overrides, compiled, requires);
    return new Plan(hash, definition, overrides, asked, compiled, requires);
  }

  /** Each part is written with its length, so that no two lists of parts give the same bytes. */
  private static PlanHash hash(
      DefinitionId definition, String overrides, Bytes compiled, Set<String> requires) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream parts = new DataOutputStream(bytes)) {
      writePart(parts, definition.toString().getBytes(StandardCharsets.UTF_8));
      writePart(parts, overrides.getBytes(StandardCharsets.UTF_8));
      writePart(parts, compiled.toArray());
      List<String> sorted = requires.stream().sorted().toList();
      for (String feature : sorted) {
        writePart(parts, feature.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return new PlanHash(Fingerprint.of(bytes.toByteArray()));
  }

  private static void writePart(DataOutputStream parts, byte[] part) throws IOException {
    parts.writeInt(part.length);
    parts.write(part);
  }
}
