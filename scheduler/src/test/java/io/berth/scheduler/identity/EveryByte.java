package io.berth.scheduler.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Changes one byte after the other and expects that none of the changed forms is taken. */
final class EveryByte {
  private EveryByte() {}

  static void isRefused(Bytes original, RandomGenerator random, Predicate<Bytes> isRefused) {
    List<Integer> taken = new ArrayList<>();
    for (int at = 0; at < original.size(); at++) {
      byte[] changed = original.toArray();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      if (!isRefused.test(Bytes.of(changed))) {
        taken.add(at);
      }
    }
    assertEquals(List.of(), taken, "bytes that may be changed unnoticed");
  }
}
