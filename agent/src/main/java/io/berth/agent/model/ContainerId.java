package io.berth.agent.model;

/** The engine's own id of one container. */
public record ContainerId(String text) {

  public ContainerId {
    Require.notEmpty(text, "a container id");
  }

  @Override
  public String toString() {
    return text;
  }
}
