package io.berth.scheduler.store.rocks;

import java.util.HashMap;
import java.util.Map;

/**
 * Lets rows that name the same cluster, host or definition hold the same object: a million tasks
 * name few of them. Used while a store is loaded, by one thread; bounded, because a text that
 * everybody has anew gains nothing.
 */
final class Shared {
  private static final int MOST = 100_000;
  private final Map<Object, Object> known = new HashMap<>();

  @SuppressWarnings("unchecked") // what equals a T and came in as a T is one
  <T> T one(T value) {
    if (known.size() >= MOST) {
      return value;
    }
    Object first = known.putIfAbsent(value, value);
    return first == null ? value : (T) first;
  }

  void forget() {
    known.clear();
  }
}
