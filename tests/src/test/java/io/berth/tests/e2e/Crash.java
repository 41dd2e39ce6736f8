package io.berth.tests.e2e;

import java.io.IOException;
import java.nio.file.Path;

/** A way to crash a writer; afterwards its state can be opened again. */
interface Crash {

  /** Where the writer's state lies. */
  Path directory();

  /** Crashes and comes back; the writer has ended when this returns. */
  void strike(WriterProcess writer) throws IOException;

  /** The process dies, the machine lives. */
  static Crash killing(Path directory) {
    return new Killed(directory);
  }

  /** The machine loses power, and with it everything that was not on disk. */
  static Crash powerCut(PowerCutDisk disk) {
    return new PowerCut(disk);
  }

  /** See {@link #killing}. */
  record Killed(Path directory) implements Crash {

    @Override
    public void strike(WriterProcess writer) throws IOException {
      writer.kill();
    }
  }

  /** See {@link #powerCut}. */
  record PowerCut(PowerCutDisk disk) implements Crash {

    @Override
    public Path directory() {
      return disk.path().resolve("state");
    }

    @Override
    public void strike(WriterProcess writer) throws IOException {
      disk.cut();
      writer.kill();
      disk.restart();
    }
  }
}
