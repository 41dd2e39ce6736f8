package io.berth.tests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.store.StorageException.Kind;
import io.berth.scheduler.store.rocks.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A full disk ends the process with one clear line and costs nothing that was acknowledged. */
@Tag("e2e")
class DiskFullTest {
  private static final int DISK_MEGABYTES = 64;
  private static final int BALLAST_BYTES = 24 << 20;

  /**
   * Goal: everything acknowledged is there once there is space again. Method: large transactions
   * until the disk is full, twice, since a restart packs the logs and finds a little room; a start
   * on a disk without a free byte; then the ballast goes.
   */
  @Test
  void fullDiskEndsTheProcessAndLosesNothing() throws Exception {
    try (WorkFolder folder = WorkFolder.make("disk-full");
        PowerCutDisk disk = PowerCutDisk.make(folder, DISK_MEGABYTES)) {
      Path ballast = disk.path().resolve("ballast");
      Files.write(ballast, new byte[BALLAST_BYTES]);
      Path directory = disk.path().resolve("state");
      WriterPlan plan = WriterPlan.large(directory);
      Promises promises = Promises.none(plan.callers());
      promises = fill(plan, promises);
      promises = fill(plan, promises);
      Path filler = disk.path().resolve("filler");
      takeEverything(filler);
      assertEquals(promises, fill(plan, promises));

      Files.delete(filler);
      Files.delete(ballast);

      promises = compare(directory, promises);
      promises = write(WriterPlan.small(directory, Durability.SYNCED), promises);
      compare(directory, promises);
    }
  }

  @Test
  void firstStartOnAFullDiskSaysThatItIsFull() throws Exception {
    try (WorkFolder folder = WorkFolder.make("disk-full");
        PowerCutDisk disk = PowerCutDisk.make(folder, DISK_MEGABYTES)) {
      takeEverything(disk.path().resolve("filler"));
      WriterPlan plan = WriterPlan.large(disk.path().resolve("state"));
      Promises promises = Promises.none(plan.callers());
      assertEquals(promises, fill(plan, promises));
    }
  }

  /** Writes until there is no space left, which must end the process as it is told to. */
  private static Promises fill(WriterPlan plan, Promises promises) throws IOException {
    try (WriterProcess writer = WriterProcess.start(plan)) {
      int exitCode = writer.awaitEnd();
      assertEquals(WriterMain.exitCode(Kind.FULL), exitCode, writer::toString);
      assertEquals(1, writer.complaints().size(), writer::toString);
      String line = writer.complaints().getFirst();
      assertTrue(line.startsWith("FULL: no space is left"), line);
      assertTrue(line.contains(plan.directory().toString()), line);
      return promises.and(writer.acknowledged());
    }
  }

  private static void takeEverything(Path filler) throws IOException {
    try (FileChannel channel =
        FileChannel.open(filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      assertThrows(
          IOException.class,
          () -> {
            while (channel.size() < (long) DISK_MEGABYTES << 20) {
              channel.write(ByteBuffer.allocate(1 << 12));
            }
          });
      // A write that the disk had no room for in one piece may leave a little.
      channel.force(true);
    }
  }

  private static Promises write(WriterPlan plan, Promises promises) throws IOException {
    try (WriterProcess writer = WriterProcess.start(plan.withTransactions(100))) {
      writer.awaitDone();
      assertEquals(0, writer.finish(), writer::toString);
      return promises.and(writer.acknowledged());
    }
  }

  private static Promises compare(Path directory, Promises promises) throws Exception {
    try (OpenedState state = OpenedState.open(directory)) {
      assertEquals(List.of(), state.findings(promises));
      return promises.asSeen(state.tx());
    }
  }
}
