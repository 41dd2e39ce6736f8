package io.berth.scheduler.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StorageException.Kind;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** What a start refuses, in which words, and what it leaves alone. */
class StateDirectoryTest {
  private static final Instant NOON = Samples.NOON;

  @TempDir private Path parent = Path.of("");

  @Test
  void secondOpeningIsRefusedWhileTheFirstLives() throws Exception {
    try (RocksState _ = open()) {
      StorageException refused = assertThrows(StorageException.class, this::open);
      assertEquals(Kind.LOCKED, refused.kind());
      assertTrue(sentence(refused).contains(directory().toString()));
    }
    open().close();
  }

  @Test
  void newerFormatIsRefusedAndNothingIsTouched() throws Exception {
    write(3);
    new Layout(directory()).writeFormat(Migrations.standard().newest() + 1);
    Map<String, String> before = contents();
    StorageException refused = assertThrows(StorageException.class, this::open);
    assertEquals(Kind.NEWER_FORMAT, refused.kind());
    assertEquals(before, contents());
  }

  @Test
  void newerFormatIsRefusedThoughItsFileIsMissing() throws Exception {
    write(1);
    putRaw(Meta.FORMAT, Meta.bytes(Migrations.standard().newest() + 1));
    Files.delete(directory().resolve("format"));
    StorageException refused = assertThrows(StorageException.class, this::open);
    assertEquals(Kind.NEWER_FORMAT, refused.kind());
  }

  @Test
  void thirdOpeningIsRefusedAfterTheSecondWas() throws Exception {
    try (RocksState _ = open()) {
      assertThrows(StorageException.class, this::open);
      StorageException refused = assertThrows(StorageException.class, this::open);
      assertEquals(Kind.LOCKED, refused.kind());
    }
  }

  @Test
  void interruptedFirstStartIsNoState() throws Exception {
    Path unfinished = new Layout(directory()).unfinishedRocks();
    Files.createDirectories(unfinished);
    Files.writeString(unfinished.resolve("CURRENT"), "half");
    try (RocksState state = open()) {
      assertEquals(0, count(state));
    }
    assertTrue(Files.notExists(unfinished));
  }

  @Test
  void missingDatabaseIsDamageAndNoNewBeginning() throws Exception {
    write(3);
    new Layout(directory()).delete(new Layout(directory()).rocks());
    requireDamaged();
  }

  @Test
  void missingCurrentFileIsDamage() throws Exception {
    write(3);
    Files.delete(directory().resolve("rocks/CURRENT"));
    requireDamaged();
  }

  @Test
  void missingTableFileIsDamage() throws Exception {
    write(3);
    // A start moves what the log holds into a table file.
    open().close();
    Files.delete(onlyFile(".sst"));
    requireDamaged();
  }

  @Test
  void logThatEndsBeforeWhatWasAcknowledgedIsDamage() throws Exception {
    acknowledgeMoreThanIsThere();
    StorageException refused = requireDamaged();
    assertTrue(sentence(refused).contains("batch 99 was acknowledged, the log ends at 3"));
  }

  @Test
  void operatorMayAcceptTheLossByRemovingTheMark() throws Exception {
    acknowledgeMoreThanIsThere();
    requireDamaged();
    Files.delete(new Layout(directory()).watermark());
    try (RocksState state = open()) {
      assertEquals(3, count(state));
    }
  }

  @Test
  void changedWatermarkIsDamage() throws Exception {
    write(1);
    byte[] mark = Files.readAllBytes(new Layout(directory()).watermark());
    mark[15]++;
    Files.write(new Layout(directory()).watermark(), mark);
    requireDamaged();
  }

  @Test
  void changedFormatFileIsDamage() throws Exception {
    write(1);
    Files.writeString(directory().resolve("format"), "one\n");
    requireDamaged();
  }

  @Test
  void rowThatDoesNotReadIsDamage() throws Exception {
    write(1);
    putRaw(Keys.inFamily(1).text("cluster-1").bytes(), new byte[] {1, 2, 3});
    requireDamaged();
  }

  @Test
  void rowOfUnknownFamilyIsDamage() throws Exception {
    write(1);
    putRaw(Keys.inFamily(99).text("who").bytes(), new byte[0]);
    requireDamaged();
  }

  @Test
  void fileWhereTheDirectoryShouldBeIsFault() throws IOException {
    Files.writeString(directory(), "not a directory");
    StorageException refused = assertThrows(StorageException.class, this::open);
    assertEquals(Kind.FAULT, refused.kind());
  }

  @Test
  void restoringTheSameCheckpointTwiceGivesTwoEpochs() throws Exception {
    write(2);
    Path checkpoint = parent.resolve("checkpoint");
    try (RocksState state = open()) {
      state.checkpoint(checkpoint);
    }
    copyTree(checkpoint, parent.resolve("copy"));
    Version first = versionOf(checkpoint, NOON.plusSeconds(10));
    Version second = versionOf(parent.resolve("copy"), NOON.plusSeconds(20));
    assertTrue(first.epoch() < second.epoch());
    assertEquals(first, versionOf(checkpoint, NOON.plusSeconds(30)));
  }

  @Test
  void stateIsForItsOwnersEyesOnly() throws Exception {
    write(1);
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())));
  }

  @Test
  void interruptedCheckpointIsReplacedByTheNext() throws Exception {
    write(2);
    Path checkpoint = parent.resolve("checkpoint");
    Files.createDirectories(parent.resolve("checkpoint.new").resolve("rocks"));
    try (RocksState state = open()) {
      state.checkpoint(checkpoint);
    }
    try (RocksState copy =
        new StateDirectory(checkpoint, Durability.SYNCED).open(NOON.plusSeconds(1))) {
      assertEquals(2, count(copy));
    }
    assertTrue(Files.notExists(parent.resolve("checkpoint.new")));
  }

  private Path directory() {
    return parent.resolve("state");
  }

  private RocksState open() throws StorageException {
    return new StateDirectory(directory(), Durability.SYNCED).open(NOON);
  }

  private void write(int clusters) throws StorageException {
    try (RocksState state = open()) {
      InlineStore store = new InlineStore(state);
      store.start();
      for (int number = 1; number <= clusters; number++) {
        int one = number;
        store.update(
            Lane.API,
            tx -> {
              tx.insert(Tables.CLUSTERS, Samples.cluster(one));
              return true;
            });
      }
    }
  }

  private void putRaw(byte[] key, byte[] value) throws RocksDBException {
    try (Database database = Database.open(directory().resolve("rocks"), Durability.SYNCED);
        WriteBatch batch = new WriteBatch()) {
      batch.put(key, value);
      database.write(batch);
    }
  }

  private static int count(RocksState state) throws StorageException {
    InlineStore store = new InlineStore(state);
    store.start();
    return store.snapshot().count(Tables.CLUSTERS);
  }

  private StorageException requireDamaged() {
    StorageException refused =
        assertThrows(
            StorageException.class,
            () -> {
              try (RocksState state = open()) {
                count(state);
              }
            });
    assertEquals(Kind.DAMAGED, refused.kind(), sentence(refused));
    assertTrue(sentence(refused).contains(directory().toString()));
    return refused;
  }

  private static String sentence(StorageException refused) {
    return String.valueOf(refused.getMessage());
  }

  private void acknowledgeMoreThanIsThere() throws Exception {
    write(3);
    Path mark = watermarkOf(new Version(NOON.getEpochSecond(), 99));
    Files.copy(mark, new Layout(directory()).watermark(), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path watermarkOf(Version version) throws StorageException {
    Layout elsewhere = new Layout(parent);
    Watermark.begin(elsewhere, version).close();
    return elsewhere.watermark();
  }

  private static Version versionOf(Path directory, Instant now) throws StorageException {
    try (RocksState state = new StateDirectory(directory, Durability.SYNCED).open(now)) {
      InlineStore store = new InlineStore(state);
      store.start();
      return store.snapshot().version();
    }
  }

  private Path onlyFile(String ending) throws IOException {
    return files(directory()).stream()
        .filter(file -> file.toString().endsWith(ending))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Path file : files(directory())) {
      contents.put(file.toString(), Arrays.toString(Files.readAllBytes(file)));
    }
    return contents;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path copy = to.resolve(from.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
  }
}
