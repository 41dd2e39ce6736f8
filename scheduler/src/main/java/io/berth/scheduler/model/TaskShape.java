package io.berth.scheduler.model;

import java.util.List;
import java.util.Map;

/**
 * The few facts of a task definition that decisions read, so that they need not open its document.
 *
 * @param attributes what a host must have, by name; the empty text asks for no value in particular
 * @param leads the ports of the host that it names itself, and where each leads
 * @param devices what each of its containers must have for itself alone
 */
public record TaskShape(
    Resources asked,
    Map<String, String> attributes,
    List<PortLead> leads,
    List<DeviceAsk> devices) {
  public TaskShape {
    attributes = Map.copyOf(attributes);
    leads = List.copyOf(leads);
    devices = List.copyOf(devices);
  }

  /** What a task goes on taking; that its host suits it was asked when it was placed. */
  public TaskShape taken() {
    return attributes.isEmpty() ? this : new TaskShape(asked, Map.of(), leads, devices);
  }

  /** A static port of the host, and the port of a container to which it leads. */
  public record PortLead(HostPort from, String container, int containerPort) {
    public PortLead {
      Require.notEmpty(container, "a container's name");
      Require.port(containerPort, "containerPort");
    }
  }

  /** So many devices of a kind, whichever they are, for one container. */
  public record DeviceAsk(String container, String kind, int count) {
    public DeviceAsk {
      Require.notEmpty(container, "a container's name");
      Require.notEmpty(kind, "a kind of device");
      Require.positive(count, "count");
    }
  }

  /** Of a task that any host suits that has room for it, and that names no port. */
  public TaskShape(Resources asked) {
    this(asked, Map.of(), List.of(), List.of());
  }

  /** The ports of the host that it names itself; most tasks name none. */
  public List<HostPort> staticPorts() {
    return leads.isEmpty() ? List.of() : leads.stream().map(PortLead::from).toList();
  }

  /** Whether a container of it must have a device for itself. */
  public boolean asksForDevices() {
    return !devices.isEmpty();
  }
}
