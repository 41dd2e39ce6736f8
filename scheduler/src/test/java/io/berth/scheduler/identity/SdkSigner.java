package io.berth.scheduler.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Signs as clients do, with the signer of the AWS SDK, and shows what then goes over the wire. */
public final class SdkSigner {
  static final String KEY = "AKIDEXAMPLE0001";
  static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  static final AwsCredentialsIdentity IDENTITY = AwsCredentialsIdentity.create(KEY, SECRET);
  static final AwsCredentialsIdentity SESSION =
      AwsSessionCredentialsIdentity.create(KEY, SECRET, "session-token");

  private final AwsCredentialsIdentity identity;
  private final Instant time;
  private final String region;
  private final String service;

  SdkSigner(AwsCredentialsIdentity identity, Instant time) {
    this(identity, time, "us-east-1", "ecs");
  }

  public SdkSigner(AwsCredentialsIdentity identity, Instant time, String region, String service) {
    this.identity = identity;
    this.time = time;
    this.region = region;
    this.service = service;
  }

  public SignedRequest withHeaders(SdkHttpRequest request, String body) {
    return sign(request, body, AuthLocation.HEADER, Duration.ZERO);
  }

  public SignedRequest presigned(SdkHttpRequest request, Duration validFor) {
    return sign(request, "", AuthLocation.QUERY_STRING, validFor);
  }

  private SignedRequest sign(
      SdkHttpRequest request, String body, AuthLocation location, Duration validFor) {
    ContentStreamProvider payload = () -> new ByteArrayInputStream(body.getBytes(UTF_8));
    SignRequest.Builder<AwsCredentialsIdentity> toSign =
        SignRequest.builder(identity)
            .request(request)
            .payload(payload)
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
            .putProperty(AwsV4HttpSigner.REGION_NAME, region)
            .putProperty(AwsV4HttpSigner.AUTH_LOCATION, location)
            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC));
    if (!validFor.isZero()) {
      toSign.putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, validFor);
    }
    return onTheWire(AwsV4HttpSigner.create().sign(toSign.build()).request(), body);
  }

  private static SignedRequest onTheWire(SdkHttpRequest signed, String body) {
    Map<String, List<String>> headers = new TreeMap<>();
    signed
        .headers()
        .forEach((name, values) ->
            headers.put(
                name.toLowerCase(Locale.ROOT),
                values.stream().map(SdkSigner::bytesAsChars).toList()));
    return new SignedRequest(
        signed.method().name(),
        signed.encodedPath(),
        signed.encodedQueryParameters().orElse(""),
        headers,
        sha256(body));
  }

  private static String bytesAsChars(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  static String sha256(String body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
