package io.berth.tests.e2e;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An ext4 file system in a file, whose power a test can cut: what the kernel had not yet written is
 * gone then, as it is with a machine. Whatever happens, closing it gives everything back.
 */
final class PowerCutDisk implements AutoCloseable {
  private final Path image;
  private final Path mountPoint;
  private String device = "";
  private boolean mounted;

  private PowerCutDisk(Path image, Path mountPoint) {
    this.image = image;
    this.mountPoint = mountPoint;
  }

  /** Makes and mounts an empty one in the folder. */
  static PowerCutDisk make(WorkFolder folder, int megabytes) throws IOException {
    PowerCutDisk disk = new PowerCutDisk(folder.resolve("disk.image"), folder.resolve("disk"));
    boolean made = false;
    try {
      disk.format(megabytes);
      disk.mount();
      made = true;
      return disk;
    } finally {
      if (!made) {
        disk.close();
      }
    }
  }

  Path path() {
    return mountPoint;
  }

  /** Cuts the power: from now on every read and write fails, and nothing more is written. */
  void cut() throws IOException {
    HostCommand.FILE_SYSTEM_IO.run("-x", "-c", "shutdown", mountPoint.toString());
  }

  /** Comes back after a cut, as a machine that boots; nobody may have files open on it. */
  void restart() throws IOException {
    HostCommand.UNMOUNT.run(mountPoint.toString());
    mounted = false;
    mount();
  }

  @Override
  public void close() throws IOException {
    try {
      if (mounted) {
        // Lazily, because a test that failed may have left files open.
        HostCommand.UNMOUNT.run("--lazy", mountPoint.toString());
      }
    } finally {
      if (!device.isEmpty()) {
        HostCommand.LOOP_DEVICE.run("--detach", device);
      }
    }
    Files.deleteIfExists(mountPoint);
    Files.deleteIfExists(image);
  }

  private void format(int megabytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength((long) megabytes << 20);
    }
    Files.createDirectory(mountPoint);
    HostCommand.MAKE_FILE_SYSTEM.run("-q", "-F", "-m", "0", image.toString());
    device = HostCommand.LOOP_DEVICE.run("--find", "--show", image.toString());
  }

  private void mount() throws IOException {
    HostCommand.MOUNT.run(device, mountPoint.toString());
    mounted = true;
  }
}
