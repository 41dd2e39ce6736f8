package io.berth.scheduler.api;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.DockerVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.Volume;

/** What the volumes of a definition must fulfil. */
final class VolumeRules {
  private static final int MOST = 100;
  private static final Set<String> SCOPES = Set.of("task", "shared");

  private VolumeRules() {}

  static void check(List<Volume> volumes) {
    Demand.atMost(MOST, volumes, "volumes");
    for (Volume volume : volumes) {
      String name = Demand.name(volume.name(), "Volume.name");
      long kinds =
          Stream.of(
                  volume.host(),
                  volume.dockerVolumeConfiguration(),
                  volume.efsVolumeConfiguration(),
                  volume.s3filesVolumeConfiguration(),
                  volume.fsxWindowsFileServerVolumeConfiguration())
              .filter(Objects::nonNull)
              .count();
      Demand.that(kinds <= 1, "Volume '" + name + "' has more than one configuration.");
      if (volume.host() != null && volume.host().sourcePath() != null) {
        Demand.absolute(volume.host().sourcePath(), "Volume.host.sourcePath");
      }
      if (volume.dockerVolumeConfiguration() != null) {
        docker(name, volume.dockerVolumeConfiguration());
      }
    }
    Demand.distinct(volumes.stream().map(Volume::name).toList(), "Volume names");
  }

  private static void docker(String name, DockerVolumeConfiguration docker) {
    Demand.oneOf(docker.scopeAsString(), SCOPES, "volumes.dockerVolumeConfiguration.scope");
    Demand.that(
        docker.autoprovision() == null || "shared".equals(docker.scopeAsString()),
        "Volume '" + name + "' can have 'autoprovision' only when its scope is 'shared'.");
  }
}
