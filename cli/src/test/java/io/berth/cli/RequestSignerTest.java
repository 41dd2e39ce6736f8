package io.berth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The signature of the published example of a POST without parameters. */
class RequestSignerTest {

  @Test
  void thePublishedExampleIsSignedAsPublished() {
    var signer =
        new RequestSigner(
            "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service");

    Map<String, String> headers =
        signer.sign(
            "/",
            new TreeMap<>(Map.of("host", "example.amazonaws.com")),
            new byte[0],
            Instant.parse("2015-08-30T12:36:00Z"));

    assertEquals("20150830T123600Z", headers.get("X-Amz-Date"));
    assertEquals(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature="
            + "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        headers.get("Authorization"));
  }
}
