package io.berth.scheduler.model;

/** A device of the host that a container of a task has for itself until the task is over. */
public record GivenDevice(String container, String id) {
  public GivenDevice {
    Require.notEmpty(container, "a container's name");
    Require.notEmpty(id, "a device's id");
  }
}
