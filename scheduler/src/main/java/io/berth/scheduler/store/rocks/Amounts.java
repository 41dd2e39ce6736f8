package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.PortProtocol;
import io.berth.proto.state.StoredDeviceAsk;
import io.berth.proto.state.StoredGivenDevice;
import io.berth.proto.state.StoredHostPort;
import io.berth.proto.state.StoredPortLead;
import io.berth.proto.state.StoredResources;
import io.berth.proto.state.StoredShape;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import java.util.ArrayList;
import java.util.List;

/** Resources, ports and devices in stored form, which several rows hold. */
final class Amounts {
  private Amounts() {}

  static StoredResources stored(Resources resources) {
    return StoredResources.newBuilder()
        .setCpuUnits(resources.cpuUnits())
        .setMemoryMib(resources.memoryMib())
        .setDynamicTcpPorts(resources.dynamicTcpPorts())
        .setDynamicUdpPorts(resources.dynamicUdpPorts())
        .build();
  }

  static Resources resources(StoredResources stored) {
    return new Resources(
        stored.getCpuUnits(),
        stored.getMemoryMib(),
        stored.getDynamicTcpPorts(),
        stored.getDynamicUdpPorts());
  }

  static StoredHostPort stored(HostPort port) {
    PortProtocol protocol =
        switch (port.protocol()) {
          case TCP -> PortProtocol.PORT_PROTOCOL_TCP;
          case UDP -> PortProtocol.PORT_PROTOCOL_UDP;
        };
    return StoredHostPort.newBuilder().setProtocol(protocol).setNumber(port.number()).build();
  }

  static HostPort port(StoredHostPort stored) throws InvalidProtocolBufferException {
    HostPort.Protocol protocol =
        switch (stored.getProtocol()) {
          case PORT_PROTOCOL_TCP -> HostPort.Protocol.TCP;
          case PORT_PROTOCOL_UDP -> HostPort.Protocol.UDP;
          case PORT_PROTOCOL_UNSPECIFIED, UNRECOGNIZED ->
              throw Unreadable.value(stored.getProtocol());
        };
    return new HostPort(protocol, stored.getNumber());
  }

  static StoredShape stored(TaskShape shape) {
    return StoredShape.newBuilder()
        .setAsked(stored(shape.asked()))
        .putAllAttributes(shape.attributes())
        .addAllLeads(shape.leads().stream().map(Amounts::stored).toList())
        .addAllDevices(shape.devices().stream().map(Amounts::stored).toList())
        .build();
  }

  private static StoredPortLead stored(TaskShape.PortLead lead) {
    return StoredPortLead.newBuilder()
        .setFrom(stored(lead.from()))
        .setContainer(lead.container())
        .setContainerPort(lead.containerPort())
        .build();
  }

  static TaskShape shape(StoredShape stored) throws InvalidProtocolBufferException {
    return new TaskShape(
        resources(stored.getAsked()),
        stored.getAttributesMap(),
        leads(stored.getLeadsList()),
        stored.getDevicesList().stream().map(Amounts::ask).toList());
  }

  private static StoredDeviceAsk stored(TaskShape.DeviceAsk ask) {
    return StoredDeviceAsk.newBuilder()
        .setContainer(ask.container())
        .setKind(ask.kind())
        .setCount(ask.count())
        .build();
  }

  private static TaskShape.DeviceAsk ask(StoredDeviceAsk stored) {
    return new TaskShape.DeviceAsk(stored.getContainer(), stored.getKind(), stored.getCount());
  }

  static StoredGivenDevice stored(GivenDevice device) {
    return StoredGivenDevice.newBuilder()
        .setContainer(device.container())
        .setId(device.id())
        .build();
  }

  static GivenDevice device(StoredGivenDevice stored) {
    return new GivenDevice(stored.getContainer(), stored.getId());
  }

  private static List<TaskShape.PortLead> leads(List<StoredPortLead> stored)
      throws InvalidProtocolBufferException {
    List<TaskShape.PortLead> leads = new ArrayList<>(stored.size());
    for (StoredPortLead lead : stored) {
      leads.add(
          new TaskShape.PortLead(
              port(lead.getFrom()), lead.getContainer(), lead.getContainerPort()));
    }
    return leads;
  }

  static List<HostPort> ports(List<StoredHostPort> stored) throws InvalidProtocolBufferException {
    List<HostPort> ports = new ArrayList<>(stored.size());
    for (StoredHostPort port : stored) {
      ports.add(port(port));
    }
    return ports;
  }
}
