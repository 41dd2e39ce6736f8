package io.berth.scheduler.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.AccessKeyId;
import org.junit.jupiter.api.Test;

/** The cache of derived keys stays small, keeps what is used, and never outlives a secret. */
class SigningKeysTest {
  private static final Secret SECRET = new Secret("secret");

  private final SigningKeys keys = new SigningKeys(3);

  @Test
  void whatWasUsedLeastRecentlyMakesRoom() {
    for (int region = 0; region < 3; region++) {
      keys.remember(SECRET, scope(region), new byte[] {(byte) region});
    }
    assertArrayEquals(new byte[] {0}, keys.find(SECRET, scope(0)).orElseThrow());

    keys.remember(SECRET, scope(3), new byte[] {3});

    assertEquals(3, keys.size());
    assertTrue(keys.find(SECRET, scope(0)).isPresent());
    assertTrue(keys.find(SECRET, scope(1)).isEmpty());
  }

  @Test
  void aNewSecretOfTheSameKeyIsDerivedAnew() {
    keys.remember(SECRET, scope(0), new byte[] {1});

    assertTrue(keys.find(new Secret("newer"), scope(0)).isEmpty());
  }

  @Test
  void aSecretDoesNotShowItself() {
    assertEquals("Secret", SECRET.toString());
  }

  private static CredentialScope scope(int region) {
    return new CredentialScope(new AccessKeyId("key"), "20260304", "region-" + region, "ecs");
  }
}
