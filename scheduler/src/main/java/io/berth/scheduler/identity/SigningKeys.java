package io.berth.scheduler.identity;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The derived keys that proved good lately, so that most calls cost one HMAC instead of five. The
 * secret is part of the look-up: a key that got a new secret is derived anew. Any thread may call.
 */
final class SigningKeys {
  private final int most;
  private final Map<Derivation, byte[]> recentlyUsed;

  SigningKeys(int most) {
    this.most = most;
    this.recentlyUsed = LinkedHashMap.newLinkedHashMap(most);
  }

  synchronized Optional<byte[]> find(Secret secret, CredentialScope scope) {
    Derivation derivation = new Derivation(secret, scope);
    byte[] key = recentlyUsed.remove(derivation);
    if (key == null) {
      return Optional.empty();
    }
    recentlyUsed.put(derivation, key);
    return Optional.of(key);
  }

  /**
   * Only to be called after a signature proved right: otherwise strangers who know a key id could
   * drive out what is in use by naming region after region.
   */
  synchronized void remember(Secret secret, CredentialScope scope, byte[] key) {
    recentlyUsed.put(new Derivation(secret, scope), key);
    if (recentlyUsed.size() > most) {
      Iterator<Derivation> oldestFirst = recentlyUsed.keySet().iterator();
      oldestFirst.next();
      oldestFirst.remove();
    }
  }

  synchronized int size() {
    return recentlyUsed.size();
  }

  private record Derivation(Secret secret, CredentialScope scope) {}
}
