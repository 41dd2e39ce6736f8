package io.berth.scheduler.store.rocks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB with the options that our promises need, and its native objects closed in the right
 * order. Two column families: one for the rows of all tables, which are read whole at start, one
 * for the archive.
 */
final class Database implements AutoCloseable {
  private static final byte[] ARCHIVE = {'a', 'r', 'c', 'h', 'i', 'v', 'e'};
  private static final long MEMTABLE_BYTES = 16L << 20;
  private static final long LOG_BYTES = 64L << 20;

  private final DBOptions options;
  private final ColumnFamilyOptions familyOptions;
  private final WriteOptions synced;
  private final RocksDB rocks;
  private final ColumnFamilyHandle rows;
  private final ColumnFamilyHandle archive;

  private Database(Opening opening, RocksDB rocks) {
    this.options = opening.options;
    this.familyOptions = opening.familyOptions;
    this.synced = new WriteOptions().setSync(opening.durability == Durability.SYNCED);
    this.rocks = rocks;
    this.rows = opening.handles.get(0);
    this.archive = opening.handles.get(1);
  }

  static Database create(Path directory, Durability durability) throws RocksDBException {
    return new Opening(durability, true).open(directory, RocksDB::open);
  }

  /**
   * Opens what is there without changing a byte of it: an opening to write gives up what does not
   * read.
   */
  static Database openToLook(Path directory) throws RocksDBException {
    return new Opening(Durability.SYNCED, false).open(directory, RocksDB::openReadOnly);
  }

  /** Opens what is there; a directory without a database is an error, not a new beginning. */
  static Database open(Path directory, Durability durability) throws RocksDBException {
    return new Opening(durability, false).open(directory, RocksDB::open);
  }

  /** Returns when the batch survives a power cut. */
  void write(WriteBatch batch) throws RocksDBException {
    rocks.write(synced, batch);
  }

  byte @Nullable [] find(byte[] key) throws RocksDBException {
    return rocks.get(rows, key);
  }

  byte[] required(byte[] key) throws RocksDBException {
    byte[] found = find(key);
    if (found == null) {
      throw new RocksDBException(
          "a row about the state itself is missing",
          new org.rocksdb.Status(org.rocksdb.Status.Code.Corruption, null, "meta"));
    }
    return found;
  }

  RocksIterator iterator() {
    return rocks.newIterator(rows);
  }

  /**
   * An iterator for reading everything once, which must not push what others read out of the cache.
   */
  RocksIterator scan(ReadOptions readOptions) {
    return rocks.newIterator(rows, readOptions.setFillCache(false).setVerifyChecksums(true));
  }

  RocksIterator archiveIterator() {
    return rocks.newIterator(archive);
  }

  ColumnFamilyHandle archive() {
    return archive;
  }

  void checkpoint(Path directory) throws RocksDBException {
    try (Checkpoint checkpoint = Checkpoint.create(rocks)) {
      checkpoint.createCheckpoint(directory.toString());
    }
  }

  @Override
  public void close() {
    rows.close();
    archive.close();
    rocks.close();
    synced.close();
    options.close();
    familyOptions.close();
  }

  /** A way to open: to write, or only to look. */
  private interface Opener {
    RocksDB open(
        DBOptions options,
        String path,
        List<ColumnFamilyDescriptor> families,
        List<ColumnFamilyHandle> handles)
        throws RocksDBException;
  }

  /** One attempt to open, which frees its options when it fails. */
  private static final class Opening {
    private final Durability durability;
    private final DBOptions options;
    private final ColumnFamilyOptions familyOptions;
    private final List<ColumnFamilyHandle> handles = new ArrayList<>();

    Opening(Durability durability, boolean create) {
      RocksDB.loadLibrary();
      this.durability = durability;
      this.options =
          trackingLogs()
              .setCreateIfMissing(create)
              .setCreateMissingColumnFamilies(create)
              .setParanoidChecks(true)
              // A torn tail is what a power cut leaves; the watermark tells it from damage.
              .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
              .setMaxTotalWalSize(LOG_BYTES)
              .setMaxBackgroundJobs(2)
              .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
              .setKeepLogFileNum(4);
      this.familyOptions =
          new ColumnFamilyOptions()
              .setWriteBufferSize(MEMTABLE_BYTES)
              .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /**
     * Options under which the manifest says which logs there are and how long each was when it was
     * synced for the last time. Without that an older log which is missing, while the newest is
     * whole, would go unnoticed: the newest brings the version that the watermark wants to see.
     */
    private static DBOptions trackingLogs() {
      Properties properties = new Properties();
      // There is no setter for it.
      properties.setProperty("track_and_verify_wals_in_manifest", "true");
      DBOptions options = DBOptions.getDBOptionsFromProps(properties);
      if (options == null) {
        throw new IllegalStateException("RocksDB does not know " + properties);
      }
      return options;
    }

    Database open(Path directory, Opener opener) throws RocksDBException {
      boolean opened = false;
      try {
        RocksDB rocks =
            opener.open(
                options,
                directory.toString(),
                List.of(
                    new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions),
                    new ColumnFamilyDescriptor(ARCHIVE, familyOptions)),
                handles);
        opened = true;
        return new Database(this, rocks);
      } finally {
        if (!opened) {
          options.close();
          familyOptions.close();
        }
      }
    }
  }
}
