package io.berth.scheduler.identity;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that sign API calls: made, listed, turned off and on, ended, and looked up for each
 * call. Any thread may look up; the memory of opened secrets is bounded and guarded by its own
 * lock.
 */
public final class ApiKeyRing {
  /** How long a revoked key stays listed. */
  static final Duration KEPT = Duration.ofDays(30);

  static final int MOST_KEYS = 1_000;
  static final int MOST_OPENED = 128;

  /** Looks like AWS's own but is none, so that no scanner takes it for one that leaked. */
  private static final String ID_START = "BRTH";

  private static final int ID_CHARACTERS = 20;
  private static final int SECRET_CHARACTERS = 40;
  private static final int LONGEST_NOTE = 255;

  private final Sealer sealer;
  private final SecureRandom random;
  private final Map<AccessKeyId, Opened> opened = new LinkedHashMap<>(16, 0.75f, true);

  public ApiKeyRing(Sealer sealer, SecureRandom random) {
    this.sealer = sealer;
    this.random = random;
  }

  /** A key with its secret, which is shown to its maker and never again. */
  public record NewApiKey(ApiKey key, Secret secret) {}

  /** Makes the operator's key at the first start; empty when there are keys already. */
  public Optional<NewApiKey> begin(WriteTx tx, Instant now) {
    return tx.count(Tables.API_KEYS) > 0
        ? Optional.empty()
        : Optional.of(insert(tx, "made by the first start", Optional.empty(), now));
  }

  public Outcome<NewApiKey> create(WriteTx tx, String note, AccessKeyId createdBy, Instant now) {
    if (note.getBytes(StandardCharsets.UTF_8).length > LONGEST_NOTE) {
      return Outcome.refused(Reason.PARAMETER_INVALID, "a note has at most 255 bytes");
    }
    if (tx.count(Tables.API_KEYS) >= MOST_KEYS) {
      return Outcome.refused(
          Reason.CONFLICT,
          "there are " + MOST_KEYS + " keys; revoked ones go 30 days after their end");
    }
    return Outcome.done(insert(tx, note, Optional.of(createdBy), now));
  }

  public static List<ApiKey> newestFirst(ReadTx tx) {
    List<ApiKey> keys = new ArrayList<>();
    tx.rows(Tables.API_KEYS).forEach(keys::add);
    keys.sort(Comparator.comparing(ApiKey::createdAt).reversed().thenComparing(ApiKey::id));
    return keys;
  }

  /** Serves calls signed with the key again. */
  public static Outcome<ApiKey> enable(WriteTx tx, AccessKeyId id) {
    return usable(tx, id).then(key -> Outcome.done(changed(tx, key, key.enabled())));
  }

  /** Refuses calls signed with the key until it is enabled; refused for the last active one. */
  public static Outcome<ApiKey> disable(WriteTx tx, AccessKeyId id) {
    return usable(tx, id)
        .then(key -> notTheLast(tx, key))
        .then(key -> Outcome.done(changed(tx, key, key.disabled())));
  }

  /** Ends the key for ever and destroys its secret; doing so twice is fine. */
  public static Outcome<ApiKey> revoke(WriteTx tx, AccessKeyId id, Instant now) {
    return known(tx, id)
        .then(key -> notTheLast(tx, key))
        .then(key -> Outcome.done(changed(tx, key, key.revoked(now))));
  }

  /** Notes that a call was signed with the key; writes at most once a minute. */
  public static void noteUse(WriteTx tx, AccessKeyId id, Instant now) {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    tx.find(Tables.API_KEYS, id)
        .filter(key -> key.lastUsedAt().filter(at -> !at.isBefore(minute)).isEmpty())
        .ifPresent(key -> tx.update(Tables.API_KEYS, key.used(minute)));
  }

  /** Removes keys that were revoked long ago; answers how many. */
  public static int forgetRevoked(WriteTx tx, Instant now) {
    List<AccessKeyId> ended = new ArrayList<>();
    for (ApiKey key : tx.rows(Tables.API_KEYS)) {
      if (key.state() instanceof ApiKey.State.Revoked(var at) && at.plus(KEPT).isBefore(now)) {
        ended.add(key.id());
      }
    }
    ended.forEach(id -> tx.remove(Tables.API_KEYS, id));
    return ended.size();
  }

  /** The secret of a key that may sign; empty for one that is unknown, disabled or revoked. */
  public Optional<Secret> find(ReadTx tx, AccessKeyId id) {
    Optional<ApiKey> key = tx.find(Tables.API_KEYS, id);
    if (key.isPresent() && key.get().state() instanceof ApiKey.State.Active(var sealedSecret)) {
      return Optional.of(open(id, sealedSecret));
    }
    forget(id);
    return Optional.empty();
  }

  int openedCount() {
    synchronized (opened) {
      return opened.size();
    }
  }

  /** What was opened before counts only for the very text that it was opened from. */
  private Secret open(AccessKeyId id, String sealedSecret) {
    synchronized (opened) {
      Opened known = opened.get(id);
      if (known != null && known.sealedSecret().equals(sealedSecret)) {
        return known.secret();
      }
    }
    byte[] secret = sealer.unseal(SealedPlace.of(id), sealedSecret);
    Opened fresh =
        new Opened(sealedSecret, new Secret(new String(secret, StandardCharsets.US_ASCII)));
    synchronized (opened) {
      opened.put(id, fresh);
      if (opened.size() > MOST_OPENED) {
        opened.remove(opened.keySet().iterator().next());
      }
    }
    return fresh.secret();
  }

  private void forget(AccessKeyId id) {
    synchronized (opened) {
      opened.remove(id);
    }
  }

  private NewApiKey insert(WriteTx tx, String note, Optional<AccessKeyId> createdBy, Instant now) {
    AccessKeyId id;
    do {
      id = newId();
    } while (tx.find(Tables.API_KEYS, id).isPresent());
    String secret = RandomText.of(RandomText.BASE64, SECRET_CHARACTERS, random);
    String sealed = sealer.seal(SealedPlace.of(id), secret.getBytes(StandardCharsets.US_ASCII));
    ApiKey key =
        new ApiKey(id, note, new ApiKey.State.Active(sealed), now, createdBy, Optional.empty());
    tx.insert(Tables.API_KEYS, key);
    return new NewApiKey(key, new Secret(secret));
  }

  private AccessKeyId newId() {
    int rest = ID_CHARACTERS - ID_START.length();
    return new AccessKeyId(ID_START + RandomText.of(RandomText.UPPER, rest, random));
  }

  private static Outcome<ApiKey> known(ReadTx tx, AccessKeyId id) {
    return tx.find(Tables.API_KEYS, id)
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Reason.NOT_FOUND, "there is no API key " + id));
  }

  private static Outcome<ApiKey> usable(ReadTx tx, AccessKeyId id) {
    return known(tx, id)
        .then(key ->
            key.state() instanceof ApiKey.State.Revoked
                ? Outcome.refused(Reason.CONFLICT, "the API key " + id + " is revoked for ever")
                : Outcome.done(key));
  }

  /** Whoever turned off the last key could never turn one on again. */
  private static Outcome<ApiKey> notTheLast(ReadTx tx, ApiKey key) {
    if (!key.isActive()) {
      return Outcome.done(key);
    }
    for (ApiKey other : tx.rows(Tables.API_KEYS)) {
      if (other.isActive() && !other.id().equals(key.id())) {
        return Outcome.done(key);
      }
    }
    return Outcome.refused(
        Reason.CONFLICT, "the API key " + key.id() + " is the last active one; make another first");
  }

  private static ApiKey changed(WriteTx tx, ApiKey before, ApiKey after) {
    if (!after.equals(before)) {
      tx.update(Tables.API_KEYS, after);
    }
    return after;
  }

  /** A secret and the sealed text that it was opened from. */
  private record Opened(String sealedSecret, Secret secret) {}
}
