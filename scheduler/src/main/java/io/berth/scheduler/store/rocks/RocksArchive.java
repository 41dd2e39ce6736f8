package io.berth.scheduler.store.rocks;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredArchiveEntry;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.store.Archive;
import io.berth.scheduler.store.ArchiveEntry;
import io.berth.scheduler.store.ArchiveRange;
import io.berth.scheduler.store.Batch;
import io.berth.scheduler.store.StorageException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * The archive's rows, each under two keys: subject, time, batch, place =&gt; entry, for reading;
 * and time, batch, place =&gt; the first key, for expiry.
 */
final class RocksArchive {
  private static final int BY_SUBJECT = 1;
  private static final int BY_TIME = 2;

  private final Path directory;
  private final Database database;

  RocksArchive(Path directory, Database database) {
    this.directory = directory;
    this.database = database;
  }

  void put(Batch batch, WriteBatch write) throws RocksDBException {
    int place = 0;
    for (ArchiveEntry entry : batch.entries()) {
      byte[] bySubject =
          Keys.inFamily(BY_SUBJECT)
              .text(entry.subject())
              .time(entry.at())
              .number(batch.version().number())
              .intNumber(place)
              .bytes();
      byte[] byTime =
          Keys.inFamily(BY_TIME)
              .time(entry.at())
              .number(batch.version().number())
              .intNumber(place)
              .bytes();
      write.put(database.archive(), bySubject, encode(entry));
      write.put(database.archive(), byTime, bySubject);
      place++;
    }
  }

  List<ArchiveEntry> read(ArchiveRange range) throws StorageException {
    byte[] begin = Keys.inFamily(BY_SUBJECT).text(range.subject()).time(range.from()).bytes();
    byte[] end = Keys.inFamily(BY_SUBJECT).text(range.subject()).time(range.to()).bytes();
    List<ArchiveEntry> found = new ArrayList<>();
    try (RocksIterator rows = database.archiveIterator()) {
      switch (range.order()) {
        case OLDEST_FIRST -> {
          rows.seek(begin);
          while (found.size() < range.limit() && isBefore(rows, end)) {
            found.add(decode(rows.value()));
            rows.next();
          }
        }
        case NEWEST_FIRST -> {
          // Keys go on behind the time, so that none is equal to where the range ends.
          rows.seekForPrev(end);
          while (found.size() < range.limit() && rows.isValid() && !isBefore(rows, begin)) {
            found.add(decode(rows.value()));
            rows.prev();
          }
        }
      }
      rows.status();
      return found;
    } catch (RocksDBException e) {
      throw Faults.reading(directory, e);
    } catch (InvalidProtocolBufferException e) {
      throw Faults.damaged(directory, String.valueOf(e.getMessage()), e);
    }
  }

  int expire(Instant before) throws StorageException {
    byte[] end = Keys.inFamily(BY_TIME).time(before).bytes();
    int count = 0;
    try (RocksIterator rows = database.archiveIterator();
        WriteBatch batch = new WriteBatch()) {
      rows.seek(Keys.inFamily(BY_TIME).bytes());
      while (count < Archive.MOST_AT_ONCE && isBefore(rows, end)) {
        batch.delete(database.archive(), rows.value());
        batch.delete(database.archive(), rows.key());
        count++;
        rows.next();
      }
      rows.status();
      database.write(batch);
      return count;
    } catch (RocksDBException e) {
      throw Faults.writing(directory, e);
    }
  }

  private static boolean isBefore(RocksIterator rows, byte[] end) {
    return rows.isValid() && Arrays.compareUnsigned(rows.key(), end) < 0;
  }

  private static byte[] encode(ArchiveEntry entry) {
    return StoredArchiveEntry.newBuilder()
        .setSubject(entry.subject())
        .setAt(Times.stored(entry.at()))
        .setKind(entry.kind())
        .setBody(ByteString.copyFrom(entry.body().toArray()))
        .build()
        .toByteArray();
  }

  private static ArchiveEntry decode(byte[] value) throws InvalidProtocolBufferException {
    StoredArchiveEntry stored = StoredArchiveEntry.parseFrom(value);
    return new ArchiveEntry(
        stored.getSubject(),
        Times.instant(stored.getAt()),
        stored.getKind(),
        Bytes.of(stored.getBody().toByteArray()));
  }
}
