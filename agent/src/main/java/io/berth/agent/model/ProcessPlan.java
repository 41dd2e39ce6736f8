package io.berth.agent.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a container executes, as whom and where. An absent command, entry point, user or directory
 * is the image's own; an empty command or entry point takes the image's away. The environment may
 * hold secrets, so the text form shows only its names.
 */
public record ProcessPlan(
    Optional<List<String>> command,
    Optional<List<String>> entryPoint,
    Map<String, String> environment,
    Optional<String> user,
    Optional<String> workingDirectory,
    boolean initProcess,
    boolean interactive,
    boolean pseudoTerminal) {

  /** All as the image says. */
  public static final ProcessPlan OF_IMAGE =
      new ProcessPlan(
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          false);

  public ProcessPlan {
    command = command.map(List::copyOf);
    entryPoint = entryPoint.map(List::copyOf);
    environment = Map.copyOf(environment);
  }

  @Override
  public String toString() {
    return "ProcessPlan[environment=" + environment.keySet() + ", user=" + user + "]";
  }
}
