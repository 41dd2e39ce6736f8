package io.berth.scheduler.model;

import java.util.List;
import java.util.Map;

/**
 * The few facts of a task definition that decisions read, so that they need not open its document.
 *
 * @param attributes what a host must have, by name; the empty text asks for no value in particular
 * @param leads where its static ports lead; one of which that is not known leads nowhere
 */
public record TaskShape(
    Resources asked,
    List<HostPort> staticPorts,
    Map<String, String> attributes,
    List<PortLead> leads) {
  public TaskShape {
    staticPorts = List.copyOf(staticPorts);
    attributes = Map.copyOf(attributes);
    leads = List.copyOf(leads);
  }

  /** What a task goes on taking; that its host suits it was asked when it was placed. */
  public TaskShape taken() {
    return attributes.isEmpty() ? this : new TaskShape(asked, staticPorts, Map.of(), leads);
  }

  /** A static port of the host, and the port of a container to which it leads. */
  public record PortLead(HostPort from, String container, int containerPort) {
    public PortLead {
      Require.notEmpty(container, "a container's name");
      Require.port(containerPort, "containerPort");
    }
  }

  /** Of which nobody asks where its ports lead. */
  public TaskShape(Resources asked, List<HostPort> staticPorts, Map<String, String> attributes) {
    this(asked, staticPorts, attributes, List.of());
  }

  /** Of a task that any host suits that has room for it. */
  public TaskShape(Resources asked, List<HostPort> staticPorts) {
    this(asked, staticPorts, Map.of());
  }
}
