package io.berth.agent.model;

import java.util.List;

/**
 * What this agent can do for tasks, under the names that ECS has for it. A definition that asks for
 * another one is not placed on its host, so that nothing is here that does not work.
 */
public final class Abilities {
  /** In order of names. */
  public static final List<String> ALL =
      List.of(
          "com.amazonaws.ecs.capability.privileged-container",
          "ecs.capability.container-health-check",
          "ecs.capability.container-ordering",
          "ecs.capability.container-restart-policy",
          "ecs.capability.docker-plugin.local",
          "ecs.capability.increased-task-cpu-limit",
          "ecs.capability.task-cpu-mem-limit");

  private Abilities() {}
}
