package io.berth.scheduler.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A definition joined with overrides and compiled for agents: what a task runs. Tasks that run the
 * same share one row of it.
 *
 * @param overrides the overrides as JSON text; empty when there are none
 * @param constraints what the definition says that must hold of a host
 * @param compiled the message for agents, without what each host's own configuration says
 * @param requires features that an agent must know to run it safely
 */
public record Plan(
    PlanHash hash,
    DefinitionId definition,
    String overrides,
    TaskShape asked,
    List<Constraint> constraints,
    Bytes compiled,
    Set<String> requires) {

  public Plan {
    constraints = List.copyOf(constraints);
    requires = Set.copyOf(requires);
  }

  /** What agents get: the message, and the features without which they must not begin. */
  public record Program(Bytes compiled, Set<String> requires) {}

  /** What a task needs of its host: what it takes, and what must hold of it. */
  public record Needs(TaskShape asked, List<Constraint> constraints) {
    public Needs {
      constraints = List.copyOf(constraints);
    }
  }

  /** The plan of tasks that any host suits that has room for them. */
  public static Plan of(
      DefinitionId definition, String overrides, TaskShape asked, Program program) {
    return of(definition, overrides, new Needs(asked, List.of()), program);
  }

  /** The plan under the hash of its parts; what is needed of a host follows from these. */
  public static Plan of(DefinitionId definition, String overrides, Needs needs, Program program) {
    StringBuilder parts = new StringBuilder();
    writePart(parts, definition.toString());
    writePart(parts, overrides);
    writePart(parts, Fingerprint.of(program.compiled().toArray()).hex());
    program.requires().stream().sorted().forEach(feature -> writePart(parts, feature));
    PlanHash hash = new PlanHash(Fingerprint.of(parts.toString().getBytes(StandardCharsets.UTF_8)));
    return new Plan(
        hash,
        definition,
        overrides,
        needs.asked(),
        needs.constraints(),
        program.compiled(),
        program.requires());
  }

  /** With its length before it, so that no two lists of parts give the same text. */
  private static void writePart(StringBuilder parts, String part) {
    parts.append(part.length()).append(':').append(part);
  }
}
