package io.berth.scheduler.main;

import io.berth.scheduler.identity.ApiKeyRing;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys with which calls were signed since the last turn: a call must not cost a write of its
 * own. Any thread may note; bounded by the number of keys, since only true signatures get here.
 */
final class KeyUses {
  private final Set<AccessKeyId> used = ConcurrentHashMap.newKeySet();

  void note(AccessKeyId id) {
    used.add(id);
  }

  List<AccessKeyId> take() {
    List<AccessKeyId> taken = List.copyOf(used);
    taken.forEach(used::remove);
    return taken;
  }

  static void write(WriteTx tx, List<AccessKeyId> taken, Instant now) {
    taken.forEach(id -> ApiKeyRing.noteUse(tx, id, now));
  }
}
