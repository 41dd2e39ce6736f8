package io.berth.scheduler.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole scheduler: what its first start makes, its next one finds, and its callers see. */
class SchedulerWiringTest {
  @TempDir private Path folder;

  @Test
  void theFirstStartMakesAKeyThatSignsCalls() throws Exception {
    try (TestScheduler scheduler = TestScheduler.start(folder)) {
      var identity = scheduler.identity();

      assertEquals(200, identity.statusCode(), identity.body());
      assertTrue(identity.body().contains("<Account>000000000000</Account>"), identity.body());
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(scheduler.clientFile())));
    }
  }

  @Test
  void aRestartKeepsKeysAndTokensAndAuthority() throws Exception {
    Map<String, String> before;
    String authority;
    String token;
    try (TestScheduler scheduler = TestScheduler.start(folder)) {
      before = scheduler.client();
      authority = Files.readString(scheduler.caFile());
      token = TestScheduler.member(scheduler.control("CreateJoinToken", "{}"), "tokenId");
    }
    try (TestScheduler scheduler = TestScheduler.start(folder)) {
      assertEquals(before.get("secret-access-key"), scheduler.client().get("secret-access-key"));
      assertEquals(authority, Files.readString(scheduler.caFile()));
      assertEquals(token, TestScheduler.member(scheduler.control("ListJoinTokens", ""), "tokenId"));
    }
  }

  @Test
  void theClientFileComesBackAndNamesNoKeyThatWasRevoked() throws Exception {
    try (TestScheduler scheduler = TestScheduler.start(folder)) {
      Files.delete(scheduler.clientFile());
    }
    try (TestScheduler scheduler = TestScheduler.start(folder)) {
      String first = scheduler.client().getOrDefault("access-key-id", "");
      assertEquals(200, scheduler.control("CreateApiKey", "{}").statusCode());
      var revoked = scheduler.control("RevokeApiKey", "{\"accessKeyId\":\"" + first + "\"}");
      assertEquals(200, revoked.statusCode(), revoked.body());
    }
    try (TestScheduler scheduler = TestScheduler.start(folder)) {
      assertFalse(scheduler.client().containsKey("secret-access-key"));
    }
  }

  @Test
  void accountAndRegionAreFixedByTheFirstStart() throws Exception {
    TestScheduler.start(folder, "--account", "123456789012", "--region", "eu-north-1").close();

    try (TestScheduler scheduler = TestScheduler.start(folder)) {
      assertTrue(scheduler.identity().body().contains("<Account>123456789012</Account>"));
      assertEquals("eu-north-1", scheduler.client().get("region"));
    }
    assertSentence("fixed by the first start as 123456789012", "--account", "000000000000");
    assertSentence(
        "fixed by the first start as 123456789012 and eu-north-1", "--region", "us-east-1");
    TestScheduler.start(folder, "--account", "123456789012", "--region", "eu-north-1").close();
  }

  @Test
  void aStateInUseOrAPortInUseIsRefusedAndNothingStaysOpen() throws Exception {
    try (TestScheduler _ = TestScheduler.start(folder)) {
      assertSentence("state");
    }
    try (ServerSocket taken = new ServerSocket(0)) {
      assertSentence("cannot listen on", "--api", "127.0.0.1:" + taken.getLocalPort());
    }
    TestScheduler.start(folder).close();
  }

  @Test
  void aMissingOrForeignMasterKeyIsRefused() throws Exception {
    TestScheduler.start(folder).close();
    Path key = folder.resolve("master.key");
    byte[] right = Files.readAllBytes(key);

    Files.delete(key);
    assertSentence("is missing");

    byte[] wrong = right.clone();
    wrong[0] ^= 1;
    Files.write(key, wrong);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    assertSentence("does not open");

    Files.write(key, right);
    TestScheduler.start(folder).close();
  }

  @Test
  void namesThatCannotStandInACertificateAreRefused() {
    assertSentence("is neither an IP address nor a host name", "--names", "not_a_host!");
  }

  @Test
  void tlsShowsACertificateOfOurAuthority() throws Exception {
    try (TestScheduler scheduler = TestScheduler.start(folder, "--api-tls", "on")) {
      assertEquals("https", scheduler.api().getScheme());
      assertEquals(scheduler.caFile().toString(), scheduler.client().get("ca-bundle"));
      assertEquals(200, scheduler.identity().statusCode());
    }
  }

  @Test
  void everyAddressIsServedOverTlsAndCalledByLoopback() throws Exception {
    try (TestScheduler scheduler = TestScheduler.start(folder, "--api", "0.0.0.0:0")) {
      assertEquals("https", scheduler.api().getScheme());
      assertEquals("127.0.0.1", scheduler.api().getHost());
      assertEquals(200, scheduler.identity().statusCode());
    }
  }

  @Test
  void theUseOfAKeyIsWrittenDownByTheMinute() throws Exception {
    try (TestScheduler scheduler = TestScheduler.start(folder)) {
      assertEquals(200, scheduler.identity().statusCode());
    }
    try (TestScheduler scheduler = TestScheduler.start(folder)) {
      var keys = scheduler.control("ListApiKeys", "{}");
      assertTrue(TestScheduler.member(keys, "lastUsedAt").endsWith(":00Z"), keys.body());
    }
  }

  @Test
  void twoInstallationsShareNoSecret() throws Exception {
    try (TestScheduler one = TestScheduler.start(folder.resolve("one"));
        TestScheduler two = TestScheduler.start(folder.resolve("two"))) {
      assertNotEquals(one.client().get("secret-access-key"), two.client().get("secret-access-key"));
      assertNotEquals(Files.readString(one.caFile()), Files.readString(two.caFile()));
    }
  }

  private void assertSentence(String sentence, String... options) {
    Exception refused =
        assertThrows(Exception.class, () -> TestScheduler.start(folder, options).close());
    assertTrue(String.valueOf(refused.getMessage()).contains(sentence), refused::toString);
  }
}
