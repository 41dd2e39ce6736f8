package io.berth.scheduler.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Seeds;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A nonce is known again for five minutes, by whoever has the master key. */
class NoncesTest {
  private static final Instant NOON = Samples.NOON;
  private final Nonces nonces = nonces(1);

  static LongStream seeds() {
    return Seeds.first(50);
  }

  @Test
  void nonceIsGoodForItsTimeOnly() {
    Bytes nonce = nonces.give(NOON);
    assertEquals(32, nonce.size());
    assertTrue(nonces.isGood(nonce, NOON));
    assertTrue(nonces.isGood(nonce, NOON.plus(Nonces.VALID).minusMillis(1)));
    assertFalse(nonces.isGood(nonce, NOON.plus(Nonces.VALID)));
    assertFalse(nonces.isGood(nonce, NOON.minusMillis(1)));
    assertTrue(Nonces.VALID.toMillis() <= 300_000);
  }

  @Test
  void noncesOfOneMomentDiffer() {
    assertNotEquals(nonces.give(NOON), nonces.give(NOON));
  }

  @Test
  void restartedSchedulerKnowsItsNoncesAgain() {
    assertTrue(nonces(1).isGood(nonces.give(NOON), NOON));
    assertFalse(nonces(2).isGood(nonces.give(NOON), NOON));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noByteOfNonceMayChange(long seed) {
    EveryByte.isRefused(
        nonces.give(NOON), Seeds.random(seed), changed -> !nonces.isGood(changed, NOON));
  }

  @Test
  void otherLengthsAreRefused() {
    for (int size : new int[] {0, 16, 31, 33, 100_000}) {
      assertFalse(nonces.isGood(Bytes.of(new byte[size]), NOON));
    }
  }

  private static Nonces nonces(long masterKey) {
    return new Nonces(
        new MasterKey(MasterKey.generate(new SeededRandom(masterKey))), new SeededRandom(7));
  }
}
