package io.berth.scheduler.model;

import java.util.List;

/**
 * The few facts of a task definition that decisions read, so that they need not open its document.
 */
public record TaskShape(Resources asked, List<HostPort> staticPorts) {
  public TaskShape {
    staticPorts = List.copyOf(staticPorts);
  }
}
