package io.berth.scheduler.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start does about the master key's file, and what it refuses in which words. */
class MasterKeyFileTest {
  private static final SealedPlace PLACE = new SealedPlace("table", "row");

  @TempDir private Path directory = Path.of("");

  @Test
  void firstStartMakesKeyForItsOwnerAlone() throws Exception {
    MasterKey made = open(empty());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    assertEquals(MasterKey.BYTES, Files.size(file()));
    assertTrue(Files.notExists(directory.resolve("master.key.new")));
    assertSame(made, open(empty()));
  }

  @Test
  void twoFirstStartsMakeTwoKeys() throws Exception {
    MasterKey first = open(empty());
    Files.delete(file());
    MasterKey second = new MasterKeyFile(file()).open(empty(), new SeededRandom(2));
    String sealed = new Sealer(first, new SeededRandom(1)).seal(PLACE, new byte[] {1});
    Sealer other = new Sealer(second, new SeededRandom(1));
    assertThrows(SealBrokenException.class, () -> other.unseal(PLACE, sealed));
  }

  @Test
  void leftoverOfInterruptedStartIsReplaced() throws Exception {
    Files.writeString(directory.resolve("master.key.new"), "half");
    open(empty());
    assertEquals(MasterKey.BYTES, Files.size(file()));
  }

  @Test
  void missingKeyOfStateWithSecretsIsRefused() {
    assertRefused("put it back", new Installation(1).snapshot());
    assertTrue(Files.notExists(file()));
  }

  @Test
  void missingKeyOfStateWithNothingButApiKeysIsRefusedToo() {
    Installation installation = new Installation(1);
    installation.update(tx -> installation.keys.begin(tx, Installation.NOON));
    installation.update(tx -> {
      tx.remove(Tables.CA_CERTIFICATES, installation.authority.fingerprint(tx));
      return true;
    });
    assertRefused("put it back", installation.snapshot());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rwx------", "rw--w----"})
  void keyThatOthersMayTouchIsRefused(String permissions) throws Exception {
    open(empty());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
    assertRefused(permissions, empty());
  }

  @Test
  void keyThatItsOwnerMayOnlyReadIsFine() throws Exception {
    open(empty());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("r--------"));
    open(empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 5_000})
  void keyOfAnotherLengthIsRefused(int bytes) throws Exception {
    open(empty());
    Files.write(file(), new byte[bytes]);
    assertRefused("32 bytes", empty());
  }

  @Test
  void symbolicLinkIsRefusedEvenToGoodKey() throws Exception {
    open(empty());
    Files.move(file(), directory.resolve("elsewhere"));
    Files.createSymbolicLink(file(), directory.resolve("elsewhere"));
    assertRefused("symbolic link", empty());
  }

  @Test
  void danglingLinkIsNotTakenForFirstStart() throws IOException {
    Files.createSymbolicLink(file(), directory.resolve("nowhere"));
    assertRefused("symbolic link", empty());
  }

  @Test
  void directoryInItsPlaceIsRefused() throws IOException {
    Files.createDirectory(file());
    assertRefused("is not a file", empty());
  }

  @Test
  void purposesGetKeysOfTheirOwn() {
    MasterKey key = new MasterKey(new byte[MasterKey.BYTES]);
    byte[] sealing = key.derive(MasterKey.Purpose.SEALING).getEncoded();
    byte[] nonces = key.derive(MasterKey.Purpose.NONCES).getEncoded();
    assertEquals(32, sealing.length);
    assertFalse(Arrays.equals(sealing, nonces));
    assertEquals("MasterKey", key.toString());
  }

  private static void assertSame(MasterKey one, MasterKey other) {
    String sealed = new Sealer(one, new SeededRandom(1)).seal(PLACE, new byte[] {7});
    assertArrayEquals(new byte[] {7}, new Sealer(other, new SeededRandom(1)).unseal(PLACE, sealed));
  }

  private void assertRefused(String part, ReadTx state) {
    MasterKeyException refused = assertThrows(MasterKeyException.class, () -> open(state));
    String sentence = String.valueOf(refused.getMessage());
    assertTrue(sentence.contains(part), sentence);
    assertTrue(sentence.contains(file().toString()), sentence);
  }

  private MasterKey open(ReadTx state) throws MasterKeyException {
    return new MasterKeyFile(file()).open(state, new SeededRandom(1));
  }

  private Path file() {
    return directory.resolve("master.key");
  }

  private static ReadTx empty() {
    InlineStore store = new InlineStore(new MemoryJournal());
    try {
      store.start();
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
    return store.snapshot();
  }
}
