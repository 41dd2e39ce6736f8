package io.berth.scheduler.model;

import java.util.List;
import java.util.Map;

/**
 * The few facts of a task definition that decisions read, so that they need not open its document.
 *
 * @param attributes what a host must be, by name and value
 */
public record TaskShape(
    Resources asked, List<HostPort> staticPorts, Map<String, String> attributes) {
  public TaskShape {
    staticPorts = List.copyOf(staticPorts);
    attributes = Map.copyOf(attributes);
  }

  /** Of a task that any host suits that has room for it. */
  public TaskShape(Resources asked, List<HostPort> staticPorts) {
    this(asked, staticPorts, Map.of());
  }
}
