package io.berth.agent.engine.docker;

import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.api.model.VersionComponent;
import io.berth.agent.engine.EngineDescription;
import io.berth.agent.model.HostFacts.Architecture;
import io.berth.agent.model.HostFacts.EngineFacts;
import io.berth.agent.model.HostFacts.EngineKind;
import java.util.List;
import java.util.Objects;

/** Reads what Docker says of itself and its machine. */
final class DescriptionMapping {

  private DescriptionMapping() {}

  static EngineDescription map(Info info, Version version, ApiVersion spoken) {
    return new EngineDescription(
        new EngineFacts(
            kind(version), Objects.requireNonNullElse(version.getVersion(), ""), spoken.toString()),
        architecture(String.valueOf(info.getArchitecture())),
        Objects.requireNonNullElse(info.getNCPU(), 0),
        Objects.requireNonNullElse(info.getMemTotal(), 0L),
        "2".equals(info.getCGroupVersion()) ? 2 : 1,
        Objects.requireNonNullElse(info.getOperatingSystem(), ""),
        Objects.requireNonNullElse(info.getKernelVersion(), ""),
        Boolean.TRUE.equals(info.getRawValues().get("LiveRestoreEnabled")));
  }

  private static EngineKind kind(Version version) {
    List<VersionComponent> components = version.getComponents();
    boolean isPodman =
        components != null
            && components.stream()
                .anyMatch(one -> String.valueOf(one.getName()).startsWith("Podman"));
    return isPodman ? EngineKind.PODMAN : EngineKind.DOCKER;
  }

  private static Architecture architecture(String word) {
    return switch (word) {
      case "x86_64", "amd64" -> Architecture.X86_64;
      case "aarch64", "arm64" -> Architecture.ARM64;
      default -> throw new IllegalArgumentException("engine on an unknown architecture: " + word);
    };
  }
}
