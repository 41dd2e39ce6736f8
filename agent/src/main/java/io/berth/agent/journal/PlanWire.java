package io.berth.agent.journal;

import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.NetworkMode;
import io.berth.agent.model.TaskPlan;
import io.berth.agent.model.VolumePlan;
import io.berth.proto.agent.EmptyVolume;
import io.berth.proto.agent.HostPathVolume;
import io.berth.proto.agent.NamedVolume;
import java.util.ArrayList;

/** Task plans as messages, in both directions. */
final class PlanWire {
  private PlanWire() {}

  static TaskPlan read(io.berth.proto.agent.TaskPlan message) throws MalformedException {
    var containers = new ArrayList<ContainerPlan>();
    for (var container : message.getContainersList()) {
      containers.add(ContainerPlanWire.read(container));
    }
    var volumes = new ArrayList<VolumePlan>();
    for (var volume : message.getVolumesList()) {
      volumes.add(volume(volume));
    }
    NetworkMode mode = mode(message.getNetworkMode());
    return Wire.checked(() -> new TaskPlan(containers, mode, volumes));
  }

  static io.berth.proto.agent.TaskPlan write(TaskPlan plan) {
    var message =
        io.berth.proto.agent.TaskPlan.newBuilder().setNetworkMode(mode(plan.networkMode()));
    plan.containers().stream().map(ContainerPlanWire::write).forEach(message::addContainers);
    plan.volumes().stream().map(PlanWire::volume).forEach(message::addVolumes);
    return message.build();
  }

  private static NetworkMode mode(io.berth.proto.agent.NetworkMode mode) throws MalformedException {
    return switch (mode) {
      case NETWORK_MODE_BRIDGE -> NetworkMode.BRIDGE;
      case NETWORK_MODE_HOST -> NetworkMode.HOST;
      case NETWORK_MODE_NONE -> NetworkMode.NONE;
      case NETWORK_MODE_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException("the network mode is not known");
    };
  }

  private static io.berth.proto.agent.NetworkMode mode(NetworkMode mode) {
    return switch (mode) {
      case BRIDGE -> io.berth.proto.agent.NetworkMode.NETWORK_MODE_BRIDGE;
      case HOST -> io.berth.proto.agent.NetworkMode.NETWORK_MODE_HOST;
      case NONE -> io.berth.proto.agent.NetworkMode.NETWORK_MODE_NONE;
    };
  }

  private static VolumePlan volume(io.berth.proto.agent.VolumePlan message)
      throws MalformedException {
    String name = message.getName();
    return Wire.checked(() ->
        switch (message.getSourceCase()) {
          case HOST_PATH -> new VolumePlan.HostPath(name, message.getHostPath().getPath());
          case EMPTY -> new VolumePlan.Empty(name);
          case NAMED ->
              new VolumePlan.Named(
                  name,
                  message.getNamed().getEngineName(),
                  message.getNamed().getCreateIfMissing());
          case SOURCE_NOT_SET ->
              throw new MalformedException("the volume " + name + " has no known source");
        });
  }

  private static io.berth.proto.agent.VolumePlan volume(VolumePlan volume) {
    var message = io.berth.proto.agent.VolumePlan.newBuilder().setName(volume.name());
    return switch (volume) {
      case VolumePlan.HostPath(_, String path) ->
          message.setHostPath(HostPathVolume.newBuilder().setPath(path)).build();
      case VolumePlan.Empty _ -> message.setEmpty(EmptyVolume.getDefaultInstance()).build();
      case VolumePlan.Named(_, String engineName, boolean create) ->
          message
              .setNamed(
                  NamedVolume.newBuilder().setEngineName(engineName).setCreateIfMissing(create))
              .build();
    };
  }
}
