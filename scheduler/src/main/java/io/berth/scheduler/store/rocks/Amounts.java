package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.PortProtocol;
import io.berth.proto.state.StoredHostPort;
import io.berth.proto.state.StoredResources;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;

/** Resources and ports in stored form, which several rows hold. */
final class Amounts {
  private Amounts() {}

  static StoredResources stored(Resources resources) {
    return StoredResources.newBuilder()
        .setCpuUnits(resources.cpuUnits())
        .setMemoryMib(resources.memoryMib())
        .setDynamicPorts(resources.dynamicPorts())
        .build();
  }

  static Resources resources(StoredResources stored) {
    return new Resources(stored.getCpuUnits(), stored.getMemoryMib(), stored.getDynamicPorts());
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
}
