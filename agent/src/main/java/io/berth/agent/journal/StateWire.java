package io.berth.agent.journal;

import io.berth.agent.model.HeldPort;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.StateVersion;
import io.berth.proto.agent.PortRelease;

/** Versions and held ports as messages, in both directions. */
public final class StateWire {
  private StateWire() {}

  public static StateVersion version(io.berth.proto.common.StateVersion message)
      throws MalformedException {
    return Wire.checked(() -> new StateVersion(message.getEpoch(), message.getNumber()));
  }

  public static io.berth.proto.common.StateVersion version(StateVersion version) {
    return io.berth.proto.common.StateVersion.newBuilder()
        .setEpoch(version.epoch())
        .setNumber(version.number())
        .build();
  }

  public static HeldPort held(io.berth.proto.agent.HeldPort message) throws MalformedException {
    return new HeldPort(
        port(message.getPort()),
        Wire.taskId(message.getTaskId()),
        Wire.instant(message.getFreedAt()));
  }

  public static io.berth.proto.agent.HeldPort held(HeldPort held) {
    return io.berth.proto.agent.HeldPort.newBuilder()
        .setPort(port(held.port()))
        .setTaskId(held.taskId().text())
        .setFreedAt(Wire.timestamp(held.freedAt()))
        .build();
  }

  public static HeldPort.Release release(PortRelease message) throws MalformedException {
    return new HeldPort.Release(port(message.getPort()), Wire.taskId(message.getTaskId()));
  }

  static PortRelease release(HeldPort.Release release) {
    return PortRelease.newBuilder()
        .setPort(port(release.port()))
        .setTaskId(release.taskId().text())
        .build();
  }

  public static HostPort port(io.berth.proto.agent.HostPort message) throws MalformedException {
    return Wire.checked(
        () -> new HostPort(message.getPort(), Wire.protocol(message.getProtocol())));
  }

  public static io.berth.proto.agent.HostPort port(HostPort port) {
    return io.berth.proto.agent.HostPort.newBuilder()
        .setPort(port.port())
        .setProtocol(Wire.protocol(port.protocol()))
        .build();
  }
}
