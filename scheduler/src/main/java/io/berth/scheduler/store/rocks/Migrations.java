package io.berth.scheduler.store.rocks;

import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StorageException.Kind;
import io.berth.scheduler.store.rocks.Migration.RawRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Brings an older state to the present format, in steps that a crash may interrupt anywhere: each
 * step's rows, and how far it came, are one durable write.
 */
final class Migrations {
  private static final int ROWS_AT_ONCE = 1_000;

  private final int newest;
  private final List<Migration> steps;

  Migrations(int newest, List<Migration> steps) {
    this.newest = newest;
    this.steps = steps.stream().sorted(Comparator.comparingInt(Migration::from)).toList();
  }

  /** The formats that there are so far; the first has nothing before it. */
  static Migrations standard() {
    return new Migrations(1, List.of());
  }

  int newest() {
    return newest;
  }

  void refuseNewer(Layout layout) throws StorageException {
    refuseNewer(layout, layout.format());
  }

  void refuseNewer(Layout layout, int format) throws StorageException {
    if (format > newest) {
      throw new StorageException(
          Kind.NEWER_FORMAT,
          "the state in "
              + layout.directory()
              + " has format "
              + format
              + ", this program knows up to "
              + newest
              + "; start the newer program, or restore a checkpoint of the older one",
          null);
    }
  }

  void run(Layout layout, Database database) throws StorageException, RocksDBException {
    int format = Meta.format(database.required(Meta.FORMAT));
    while (format < newest) {
      // Said first, so that an older program stays away from what is half migrated.
      layout.writeFormat(newest);
      step(format, database);
      format++;
    }
  }

  private void step(int format, Database database) throws RocksDBException {
    Migration migration =
        steps.stream()
            .filter(step -> step.from() == format)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no way from format " + format));
    byte[] reached = database.find(Meta.MIGRATED_TO);
    boolean more = true;
    while (more) {
      try (RocksIterator rows = database.iterator();
          WriteBatch batch = new WriteBatch()) {
        reached = rewriteSome(migration, rows, reached, batch);
        more = rows.isValid();
        if (more) {
          batch.put(Meta.MIGRATED_TO, reached);
        } else {
          batch.delete(Meta.MIGRATED_TO);
          batch.put(Meta.FORMAT, Meta.bytes(format + 1));
        }
        database.write(batch);
      }
    }
  }

  /** Rewrites the rows after the one reached before and answers the last one's key. */
  private static byte[] rewriteSome(
      Migration migration, RocksIterator rows, byte @Nullable [] reached, WriteBatch batch)
      throws RocksDBException {
    byte[] last = reached == null ? Keys.inFamily(Meta.FAMILY + 1).bytes() : reached;
    rows.seek(last);
    if (rows.isValid() && Arrays.equals(rows.key(), last)) {
      rows.next();
    }
    for (int count = 0; count < ROWS_AT_ONCE && rows.isValid(); count++) {
      last = rows.key();
      List<RawRow> instead = migration.rewrite(new RawRow(last, rows.value()));
      batch.delete(last);
      for (RawRow row : instead) {
        batch.put(row.key(), row.value());
      }
      rows.next();
    }
    rows.status();
    return last;
  }
}
