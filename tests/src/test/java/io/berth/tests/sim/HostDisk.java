package io.berth.tests.sim;

import io.berth.agent.journal.JournalDisk;
import io.berth.agent.journal.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A host's disk as one life of its agent reaches it; the agent may die at each operation. */
final class HostDisk implements JournalDisk {
  private final MemoryDisk disk;
  private final Life life;
  private final Surroundings world;
  private final Slowness slowness;

  /** How slow the disk is now. */
  interface Slowness {
    int mostMillis();
  }

  HostDisk(MemoryDisk disk, Life life, Surroundings world, Slowness slowness) {
    this.disk = disk;
    this.life = life;
    this.world = world;
    this.slowness = slowness;
  }

  private void touch(String what) {
    life.effect(what);
    int most = slowness.mostMillis();
    if (most > 0) {
      life.busyFor(world.millis(1, most));
    }
  }

  @Override
  public Optional<byte[]> read(String name) throws IOException {
    return disk.read(name);
  }

  @Override
  public OpenFile append(String name) throws IOException {
    return new Opened(disk.append(name));
  }

  @Override
  public OpenFile create(String name) throws IOException {
    touch("a file before it is made");
    return new Opened(disk.create(name));
  }

  @Override
  public void replace(String from, String to) throws IOException {
    touch("a file before it is moved");
    disk.replace(from, to);
    life.effect("a file after it was moved");
  }

  @Override
  public void delete(String name) throws IOException {
    touch("a file before it is deleted");
    disk.delete(name);
  }

  private final class Opened implements OpenFile {
    private final OpenFile file;

    private Opened(OpenFile file) {
      this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      touch("an entry before its write");
      file.write(bytes);
      life.effect("an entry after its write");
    }

    @Override
    public void force() throws IOException {
      touch("entries before their force");
      if (!world.has(Defect.AGENT_NOT_FORCED)) {
        file.force();
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
