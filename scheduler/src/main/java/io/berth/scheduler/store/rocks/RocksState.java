package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.scheduler.store.Archive;
import io.berth.scheduler.store.ArchiveEntry;
import io.berth.scheduler.store.ArchiveRange;
import io.berth.scheduler.store.Batch;
import io.berth.scheduler.store.Change;
import io.berth.scheduler.store.Journal;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Version;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * The state directory of a scheduler. The journal's verbs belong to the writer's thread; the
 * archive may be read and expired from any other. Whoever opens it closes it, after everybody who
 * uses it has ended.
 */
public final class RocksState implements Journal, Archive {
  private final Layout layout;
  private final FileChannel lock;
  private final Database database;
  private final Watermark watermark;
  private final Shared shared = new Shared();
  private final Families families = new Families(shared);
  private final RocksArchive archive;
  private final Version start;

  RocksState(Layout layout, FileChannel lock, Database database, OpenedAt opened) {
    this.layout = layout;
    this.lock = lock;
    this.database = database;
    this.watermark = opened.watermark();
    this.start = opened.version();
    this.archive = new RocksArchive(layout.directory(), database);
  }

  /** Where an opened state stands. */
  record OpenedAt(Version version, Watermark watermark) {}

  @Override
  public Version load(RowSink sink) throws StorageException {
    try (ReadOptions options = new ReadOptions();
        RocksIterator rows = database.scan(options)) {
      for (rows.seek(Keys.inFamily(Meta.FAMILY + 1).bytes()); rows.isValid(); rows.next()) {
        decode(families.numbered(Keys.familyOf(rows.key())), rows.value(), sink);
      }
      rows.status();
      shared.forget();
      return start;
    } catch (RocksDBException e) {
      throw Faults.reading(layout.directory(), e);
    } catch (InvalidProtocolBufferException
        | IllegalArgumentException
        | Families.UnknownFamilyException e) {
      throw Faults.damaged(layout.directory(), String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void append(Batch batch) throws StorageException {
    try (WriteBatch write = new WriteBatch()) {
      for (Change<?, ?> change : batch.changes()) {
        put(change, write);
      }
      archive.put(batch, write);
      write.put(Meta.VERSION, Meta.bytes(batch.version()));
      database.write(write);
    } catch (RocksDBException e) {
      throw Faults.writing(layout.directory(), e);
    }
    watermark.raise(batch.version());
  }

  @Override
  public void checkpoint(Path directory) throws StorageException {
    StateDirectory.checkpoint(layout, database, directory);
  }

  @Override
  public List<ArchiveEntry> read(ArchiveRange range) throws StorageException {
    return archive.read(range);
  }

  @Override
  public int expire(Instant before) throws StorageException {
    return archive.expire(before);
  }

  @Override
  public void close() {
    database.close();
    watermark.close();
    Closing.quietly(lock);
  }

  private static <K extends Comparable<? super K>, E> void decode(
      RowCodec<K, E> codec, byte[] value, RowSink sink) throws InvalidProtocolBufferException {
    sink.row(codec.table(), codec.decode(value));
  }

  private <K extends Comparable<? super K>, E> void put(Change<K, E> change, WriteBatch write)
      throws RocksDBException {
    RowCodec<K, E> codec = families.of(change.table());
    byte[] key = codec.key(change.key());
    if (change.after().isPresent()) {
      write.put(key, codec.encode(change.after().get()));
    } else {
      write.delete(key);
    }
  }
}
