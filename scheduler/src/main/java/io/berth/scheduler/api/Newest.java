package io.berth.scheduler.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was asked for last, so many of it. Two threads that miss the same make it twice;
 * what is made must be the same each time.
 */
final class Newest<K, V> {
  private final Map<K, V> newest;

  Newest(int most) {
    this.newest =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  V get(K key, Supplier<V> make) {
    V known = find(key);
    if (known != null) {
      return known;
    }
    V made = make.get();
    synchronized (newest) {
      newest.put(key, made);
    }
    return made;
  }

  private @Nullable V find(K key) {
    synchronized (newest) {
      return newest.get(key);
    }
  }
}
