package io.berth.scheduler.identity;

import static io.berth.scheduler.identity.Installation.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keys are made once, found while they may sign, and never end with the last one off. */
class ApiKeyRingTest {
  private static final AccessKeyId NOBODY = new AccessKeyId("BRTH0000000000000000");

  private final Installation installation = new Installation(5);
  private final ApiKeyRing ring = installation.keys;
  private final ApiKeyRing.NewApiKey first =
      installation.update(tx -> ring.begin(tx, NOON)).orElseThrow();
  private final AccessKeyId firstId = first.key().id();

  @Test
  void firstStartMakesOneKeyOnly() {
    assertEquals(Optional.empty(), installation.update(tx -> ring.begin(tx, NOON)));
    assertEquals(1, installation.snapshot().count(Tables.API_KEYS));
    assertTrue(firstId.text().matches("[A-Z0-9]{20}"), firstId.text());
    assertTrue(first.secret().text().matches("[A-Za-z0-9+/]{40}"));
  }

  @Test
  void secretIsNeitherStoredNorShown() {
    ApiKey row = installation.snapshot().rows(Tables.API_KEYS).iterator().next();
    assertFalse(row.toString().contains(first.secret().text()));
    assertFalse(first.toString().contains(first.secret().text()));
  }

  @Test
  void activeKeyIsFoundWithItsSecret() {
    assertEquals(Optional.of(first.secret()), find(firstId));
    assertEquals(Optional.of(first.secret()), find(firstId), "again, from memory");
    assertEquals(Optional.empty(), find(NOBODY));
  }

  @Test
  void anotherRingOverTheSameStateFindsIt() {
    assertEquals(
        Optional.of(first.secret()),
        new ApiKeyRing(installation.sealer, installation.random)
            .find(installation.snapshot(), firstId));
  }

  @Test
  void disabledKeyIsNotFoundUntilItIsEnabled() {
    ApiKeyRing.NewApiKey second = create();
    find(second.key().id());
    Outcomes.value(installation.update(tx -> ApiKeyRing.disable(tx, second.key().id())));
    assertEquals(Optional.empty(), find(second.key().id()));
    Outcomes.value(installation.update(tx -> ApiKeyRing.enable(tx, second.key().id())));
    assertEquals(Optional.of(second.secret()), find(second.key().id()));
  }

  @Test
  void revokedKeyLosesItsSecretForEver() {
    ApiKeyRing.NewApiKey second = create();
    AccessKeyId id = second.key().id();
    find(id);
    ApiKey revoked = Outcomes.value(installation.update(tx -> ApiKeyRing.revoke(tx, id, NOON)));
    assertEquals(new ApiKey.State.Revoked(NOON), revoked.state());
    assertEquals(Optional.empty(), find(id));
    assertEquals(
        revoked,
        Outcomes.value(installation.update(tx -> ApiKeyRing.revoke(tx, id, NOON.plusSeconds(5)))));
    Outcomes.assertRefused(
        Reason.CONFLICT, "for ever", installation.update(tx -> ApiKeyRing.enable(tx, id)));
    Outcomes.assertRefused(
        Reason.CONFLICT, "for ever", installation.update(tx -> ApiKeyRing.disable(tx, id)));
  }

  @Test
  void lastActiveKeyCannotBeTurnedOff() {
    ApiKeyRing.NewApiKey second = create();
    Outcomes.value(installation.update(tx -> ApiKeyRing.disable(tx, firstId)));
    AccessKeyId last = second.key().id();
    Outcomes.assertRefused(
        Reason.CONFLICT, "last active", installation.update(tx -> ApiKeyRing.disable(tx, last)));
    Outcomes.assertRefused(
        Reason.CONFLICT,
        "last active",
        installation.update(tx -> ApiKeyRing.revoke(tx, last, NOON)));
    assertEquals(Optional.of(second.secret()), find(last));
  }

  @Test
  void unknownKeyIsRefusedByEveryVerb() {
    Outcomes.assertRefused(
        Reason.NOT_FOUND, "no API key", installation.update(tx -> ApiKeyRing.enable(tx, NOBODY)));
    Outcomes.assertRefused(
        Reason.NOT_FOUND, "no API key", installation.update(tx -> ApiKeyRing.disable(tx, NOBODY)));
    Outcomes.assertRefused(
        Reason.NOT_FOUND,
        "no API key",
        installation.update(tx -> ApiKeyRing.revoke(tx, NOBODY, NOON)));
  }

  @Test
  void noteIsBounded() {
    Outcomes.assertRefused(
        Reason.PARAMETER_INVALID,
        "255 bytes",
        installation.update(tx -> ring.create(tx, "x".repeat(256), firstId, NOON)));
  }

  @Test
  void numberOfKeysIsBounded() {
    while (installation.snapshot().count(Tables.API_KEYS) < ApiKeyRing.MOST_KEYS) {
      // Many in one transaction: checking every index after each key would take long.
      installation.update(tx -> {
        for (int count = tx.count(Tables.API_KEYS); count < ApiKeyRing.MOST_KEYS; count++) {
          Outcomes.value(ring.create(tx, "", firstId, NOON));
        }
        return true;
      });
    }
    Outcomes.assertRefused(
        Reason.CONFLICT,
        "1000 keys",
        installation.update(tx -> ring.create(tx, "", firstId, NOON)));
    installation.snapshot().rows(Tables.API_KEYS).forEach(key -> find(key.id()));
    assertEquals(ApiKeyRing.MOST_OPENED, ring.openedCount());
  }

  @Test
  void secretThatWasSealedAnewIsOpenedAnew() {
    find(firstId);
    String sealed = installation.sealer.seal(SealedPlace.of(firstId), new byte[] {'n', 'e', 'w'});
    put(firstId, sealed);
    assertEquals(Optional.of(new Secret("new")), find(firstId));
  }

  @Test
  void secretOfAnotherKeyDoesNotOpenInItsPlace() {
    ApiKeyRing.NewApiKey second = create();
    put(firstId, sealedSecret(second.key()));
    assertThrows(SealBrokenException.class, () -> find(firstId));
  }

  @Test
  void useIsNotedToTheMinuteAndWrittenOncePerMinute() {
    var before = installation.snapshot().version();
    noteUse(NOON.plusSeconds(10));
    assertEquals(Optional.of(NOON), key(firstId).lastUsedAt());
    var noted = installation.snapshot().version();
    assertTrue(noted.compareTo(before) > 0);
    noteUse(NOON.plusSeconds(59));
    noteUse(NOON.minusSeconds(100));
    assertEquals(Optional.of(NOON), key(firstId).lastUsedAt());
    noteUse(NOON.plusSeconds(61));
    assertEquals(Optional.of(NOON.plusSeconds(60)), key(firstId).lastUsedAt());
  }

  @Test
  void revokedKeysAreForgottenLater() {
    AccessKeyId second = create().key().id();
    installation.update(tx -> ApiKeyRing.revoke(tx, second, NOON));
    Instant kept = NOON.plus(ApiKeyRing.KEPT);
    assertEquals(0, forgotten(kept));
    assertEquals(1, forgotten(kept.plusMillis(1)));
    assertEquals(
        List.of(firstId),
        ApiKeyRing.newestFirst(installation.snapshot()).stream().map(ApiKey::id).toList());
  }

  private int forgotten(Instant now) {
    return installation.update(tx -> ApiKeyRing.forgetRevoked(tx, now));
  }

  private Optional<Secret> find(AccessKeyId id) {
    return ring.find(installation.snapshot(), id);
  }

  private ApiKeyRing.NewApiKey create() {
    return Outcomes.value(
        installation.update(tx -> ring.create(tx, "second", firstId, NOON.plusSeconds(1))));
  }

  private ApiKey key(AccessKeyId id) {
    return installation.snapshot().find(Tables.API_KEYS, id).orElseThrow();
  }

  private void noteUse(Instant now) {
    installation.update(tx -> {
      ApiKeyRing.noteUse(tx, firstId, now);
      return true;
    });
  }

  private static String sealedSecret(ApiKey key) {
    return switch (key.state()) {
      case ApiKey.State.Active(var sealed) -> sealed;
      case ApiKey.State.Disabled(var sealed) -> sealed;
      case ApiKey.State.Revoked _ -> throw new AssertionError("revoked");
    };
  }

  private void put(AccessKeyId id, String sealed) {
    installation.update(tx -> {
      ApiKey key = key(id);
      tx.update(
          Tables.API_KEYS,
          new ApiKey(
              id,
              key.description(),
              new ApiKey.State.Active(sealed),
              key.createdAt(),
              key.createdBy(),
              key.lastUsedAt()));
      return true;
    });
  }
}
