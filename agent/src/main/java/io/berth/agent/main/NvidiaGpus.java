package io.berth.agent.main;

import io.berth.agent.model.HostFacts.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads the GPUs of a host from what NVIDIA's driver tells in files: a directory for each, with a
 * file of lines such as {@code GPU UUID: GPU-0a1b…}.
 */
final class NvidiaGpus {
  private static final String INFORMATION = "information";
  private static final String UUID = "GPU UUID";
  private static final String MODEL = "Model";
  private static final int MOST = 256;
  private static final int MOST_CHARACTERS = 128;

  private NvidiaGpus() {}

  /** In the order of their places in the machine; none without a driver. */
  static List<Device> read(Path driver) throws IOException {
    Path all = driver.resolve("gpus");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    List<Path> directories;
    try (Stream<Path> found = Files.list(all)) {
      directories = found.sorted().limit(MOST).toList();
    }
    var gpus = new ArrayList<Device>();
    for (Path directory : directories) {
      device(Files.readString(directory.resolve(INFORMATION))).ifPresent(gpus::add);
    }
    return gpus;
  }

  /** The driver writes question marks until it has begun with a GPU: such a one has no name yet. */
  private static Optional<Device> device(String information) {
    return value(information, UUID)
        .filter(id -> !id.contains("?") && id.length() <= MOST_CHARACTERS)
        .map(id -> new Device(id, Device.GPU, model(information), OptionalLong.empty()));
  }

  private static String model(String information) {
    String model = value(information, MODEL).orElse("");
    return model.substring(0, Math.min(model.length(), MOST_CHARACTERS));
  }

  private static Optional<String> value(String information, String name) {
    return information
        .lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
        .map(parts -> parts[1].strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
