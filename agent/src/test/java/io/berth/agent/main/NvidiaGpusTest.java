package io.berth.agent.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.berth.agent.model.HostFacts.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What NVIDIA's driver tells in files, as it does on a host with two GPUs. */
class NvidiaGpusTest {
  private static final String FIRST = "GPU-1a2b3c4d-0000-1111-2222-333344445555";
  private static final String SECOND = "GPU-0a0a0a0a-0000-1111-2222-333344445555";

  @TempDir Path driver;

  private void tell(String place, String uuid) throws IOException {
    Path directory = Files.createDirectories(driver.resolve("gpus").resolve(place));
    Files.writeString(
        directory.resolve("information"),
        """
        Model: \t\t NVIDIA RTX A2000
        IRQ:   \t\t 130
        GPU UUID: \t %s
        Video BIOS: \t 94.06.1e.00.0a
        Bus Type: \t PCIe
        Bus Location: \t %s
        Device Minor: \t 0
        """
            .formatted(uuid, place));
  }

  private static Device gpu(String id) {
    return new Device(id, Device.GPU, "NVIDIA RTX A2000", OptionalLong.empty());
  }

  @Test
  void gpusAreToldInTheOrderOfTheirPlaces() throws IOException {
    tell("0000:65:00.0", SECOND);
    tell("0000:17:00.0", FIRST);
    assertEquals(List.of(gpu(FIRST), gpu(SECOND)), NvidiaGpus.read(driver));
  }

  @Test
  void hostWithoutDriverHasNone() throws IOException {
    assertEquals(List.of(), NvidiaGpus.read(driver.resolve("missing")));
  }

  /** As it is written until somebody has used the GPU. */
  @Test
  void gpuWithoutANameYetIsNotTold() throws IOException {
    tell("0000:17:00.0", "GPU-????????-????-????-????-????????????");
    tell("0000:65:00.0", SECOND);
    assertEquals(List.of(gpu(SECOND)), NvidiaGpus.read(driver));
  }

  @Test
  void whatIsNoDescriptionIsNoGpu() throws IOException {
    tell("0000:17:00.0", "");
    tell("0000:65:00.0", "x".repeat(129));
    assertEquals(List.of(), NvidiaGpus.read(driver));
  }

  /** What was known before holds then: a GPU that cannot be read now has not gone. */
  @Test
  void gpuThatCannotBeReadIsAFault() throws IOException {
    Files.createDirectories(driver.resolve("gpus").resolve("0000:17:00.0"));
    assertThrows(IOException.class, () -> NvidiaGpus.read(driver));
  }
}
