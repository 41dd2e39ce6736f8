package io.berth.scheduler.store.rocks;

import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StorageException.Kind;
import io.berth.scheduler.store.Version;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Opens a directory as the state of a scheduler, or refuses to, saying why. Nothing is changed in a
 * directory that is refused because another process has it or because it is of a newer format.
 */
public final class StateDirectory {
  private final Layout layout;
  private final Durability durability;
  private final Migrations migrations;

  public StateDirectory(Path directory, Durability durability) {
    this(directory, durability, Migrations.standard());
  }

  StateDirectory(Path directory, Durability durability, Migrations migrations) {
    this.layout = new Layout(directory);
    this.durability = durability;
    this.migrations = migrations;
  }

  /**
   * Opens the state; a directory without one gets a new one. The time makes epochs that no other
   * life of this state has had, even when the same checkpoint is restored twice.
   */
  public RocksState open(Instant now) throws StorageException {
    FileChannel lock = layout.lock();
    boolean opened = false;
    try {
      migrations.refuseNewer(layout);
      Optional<Version> acknowledged = Watermark.read(layout);
      if (!Files.exists(layout.rocks())) {
        begin(acknowledged, now);
      }
      RocksState state = openDatabase(lock, acknowledged, now);
      opened = true;
      return state;
    } finally {
      if (!opened) {
        Closing.quietly(lock);
      }
    }
  }

  /**
   * Writes a copy of the database, with the mark that its next opening begins a new epoch. It is
   * built beside and moved into place: a copy that was interrupted must not be taken for a state,
   * least of all for an empty one.
   */
  static void checkpoint(Layout from, Database database, Path to) throws StorageException {
    Layout unfinished = new Layout(to.resolveSibling(to.getFileName() + ".new"));
    if (Files.exists(to)) {
      throw new StorageException(
          Kind.FAULT, "a checkpoint needs a directory that does not exist yet: " + to, null);
    }
    unfinished.recreate();
    try {
      database.checkpoint(unfinished.rocks());
    } catch (RocksDBException e) {
      throw Faults.writing(to, e);
    }
    unfinished.writeFormat(from.format());
    unfinished.replace(unfinished.restored(), new byte[0]);
    unfinished.moveTo(to);
  }

  /**
   * Builds an empty state beside and moves it into place, so that an interrupted first start is no
   * state.
   */
  private void begin(Optional<Version> acknowledged, Instant now) throws StorageException {
    if (acknowledged.isPresent()) {
      throw new StorageException(
          Kind.DAMAGED,
          "the state in "
              + layout.directory()
              + " is damaged: the folder "
              + layout.rocks()
              + " is missing; restore a checkpoint",
          null);
    }
    layout.delete(layout.unfinishedRocks());
    try (Database database = Database.create(layout.unfinishedRocks(), Durability.SYNCED);
        WriteBatch first = new WriteBatch()) {
      first.put(Meta.FORMAT, Meta.bytes(migrations.newest()));
      first.put(Meta.VERSION, Meta.bytes(new Version(now.getEpochSecond(), 0)));
      database.write(first);
    } catch (RocksDBException e) {
      throw Faults.writing(layout.directory(), e);
    }
    layout.writeFormat(migrations.newest());
    Layout.move(layout.unfinishedRocks(), layout.rocks());
  }

  private RocksState openDatabase(FileChannel lock, Optional<Version> acknowledged, Instant now)
      throws StorageException {
    Database database = null;
    boolean opened = false;
    try {
      Version found = look(acknowledged);
      database = Database.open(layout.rocks(), durability);
      migrations.run(layout, database);
      Version version = inNewEpochIfRestored(database, found, now);
      RocksState state =
          new RocksState(
              layout,
              lock,
              database,
              new RocksState.OpenedAt(version, Watermark.begin(layout, version)));
      opened = true;
      return state;
    } catch (RocksDBException e) {
      throw Faults.opening(layout.directory(), e);
    } finally {
      if (!opened && database != null) {
        database.close();
      }
    }
  }

  /**
   * Judges what is there before it is opened to write, which would throw away what might be saved.
   */
  private Version look(Optional<Version> acknowledged) throws StorageException, RocksDBException {
    try (Database found = Database.openToLook(layout.rocks())) {
      migrations.refuseNewer(layout, Meta.format(found.required(Meta.FORMAT)));
      Version version = Meta.version(found.required(Meta.VERSION));
      refuseLoss(acknowledged, version);
      return version;
    }
  }

  private void refuseLoss(Optional<Version> acknowledged, Version found) throws StorageException {
    if (acknowledged.isPresent() && acknowledged.get().compareTo(found) > 0) {
      throw new StorageException(
          Kind.DAMAGED,
          "the state in "
              + layout.directory()
              + " is damaged: batch "
              + acknowledged.get().number()
              + " was acknowledged, the log ends at "
              + found.number()
              + "; restore a checkpoint, or, to go on without what is lost, remove "
              + layout.watermark(),
          null);
    }
  }

  private Version inNewEpochIfRestored(Database database, Version version, Instant now)
      throws StorageException, RocksDBException {
    if (!Files.exists(layout.restored())) {
      return version;
    }
    Version restored =
        new Version(Math.max(version.epoch() + 1, now.getEpochSecond()), version.number());
    try (WriteBatch batch = new WriteBatch()) {
      batch.put(Meta.VERSION, Meta.bytes(restored));
      database.write(batch);
    }
    layout.delete(layout.restored());
    return restored;
  }
}
