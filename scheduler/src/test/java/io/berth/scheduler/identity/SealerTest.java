package io.berth.scheduler.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.store.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sealed for a row opens for that row alone, unchanged, under the same master key. */
class SealerTest {
  private static final SealedPlace PLACE = new SealedPlace("api keys", "AK1");

  private final Sealer sealer = sealer(1);

  static LongStream seeds() {
    return Seeds.first(30);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sealedSecretComesBackAndNoByteOfItMayChange(long seed) {
    RandomGenerator random = Seeds.random(seed);
    byte[] secret = new byte[random.nextInt(70)];
    random.nextBytes(secret);
    String sealed = sealer.seal(PLACE, secret);
    assertArrayEquals(secret, sealer.unseal(PLACE, sealed));
    Bytes text = Bytes.of(sealed.getBytes(StandardCharsets.ISO_8859_1));
    EveryByte.isRefused(
        text,
        random,
        changed -> isBroken(PLACE, new String(changed.toArray(), StandardCharsets.ISO_8859_1)));
  }

  @Test
  void sealedSecretDoesNotOpenInAnotherRow() {
    String sealed = sealer.seal(PLACE, new byte[] {1, 2});
    assertTrue(isBroken(new SealedPlace("api keys", "AK2"), sealed));
    assertTrue(isBroken(new SealedPlace("ca certificates", "AK1"), sealed));
    assertTrue(isBroken(new SealedPlace("api", "keys AK1"), sealed));
    assertFalse(isBroken(new SealedPlace("api keys", "AK1"), sealed));
  }

  @Test
  void anotherMasterKeyDoesNotOpenIt() {
    String sealed = sealer(2).seal(PLACE, new byte[] {1, 2});
    var broken = assertThrows(SealBrokenException.class, () -> sealer.unseal(PLACE, sealed));
    assertTrue(String.valueOf(broken.getMessage()).contains("AK1"));
  }

  @Test
  void sameSecretIsSealedDifferentlyEachTime() {
    assertNotEquals(sealer.seal(PLACE, new byte[9]), sealer.seal(PLACE, new byte[9]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AQ==", "not base64 !", "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void textThatWasNeverSealedIsRefused(String text) {
    assertTrue(isBroken(PLACE, text));
  }

  private boolean isBroken(SealedPlace place, String sealed) {
    try {
      sealer.unseal(place, sealed);
      return false;
    } catch (SealBrokenException _) {
      return true;
    }
  }

  private static Sealer sealer(long seed) {
    return new Sealer(
        new MasterKey(MasterKey.generate(new SeededRandom(seed))), new SeededRandom(seed));
  }
}
