package io.berth.scheduler.identity;

import static io.berth.scheduler.identity.SdkSigner.IDENTITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.store.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * What the SDK signs is accepted, and nothing else: each change of what was signed, and each way to
 * leave something out, is refused with the code and the words that clients act on.
 */
class SigV4Test {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final String WRONG_TEXT =
      "The request signature we calculated does not match the signature you provided.";

  private final SigV4 signatures = new SigV4(SigV4Test::secretOf);

  private static Optional<Secret> secretOf(AccessKeyId id) {
    return id.text().equals(SdkSigner.KEY)
        ? Optional.of(new Secret(SdkSigner.SECRET))
        : Optional.empty();
  }

  static LongStream seeds() {
    return Seeds.first(300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverTheSdkSignsInHeadersIsAccepted(long seed) {
    RandomGenerator random = Seeds.random(seed);
    RandomRequest request = RandomRequest.of(random);
    String region = random.nextBoolean() ? "us-east-1" : "anywhere-" + seed;
    SdkSigner signer = new SdkSigner(IDENTITY, NOW, region, "events");

    Verdict verdict = signatures.verify(signer.withHeaders(request.request(), request.body()), NOW);

    assertEquals(accepted(region, "events"), verdict);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverTheSdkPresignsIsAccepted(long seed) {
    RandomGenerator random = Seeds.random(seed);
    RandomRequest request = RandomRequest.of(random);
    Duration validFor = Duration.ofSeconds(1 + random.nextInt(604_800));

    SignedRequest signed = new SdkSigner(IDENTITY, NOW).presigned(request.request(), validFor);

    assertEquals(accepted("us-east-1", "ecs"), signatures.verify(signed, NOW));
    assertEquals(accepted("us-east-1", "ecs"), signatures.verify(signed, NOW.plus(validFor)));
    assertEquals(
        RefusalReason.EXPIRED,
        refused(signatures.verify(signed, NOW.plus(validFor).plusSeconds(1))).reason());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneChangeAnywhereIsNoticed(long seed) {
    RandomGenerator random = Seeds.random(seed);
    RandomRequest request = RandomRequest.of(random);
    SignedRequest signed =
        new SdkSigner(IDENTITY, NOW).withHeaders(request.request(), request.body());

    for (SignedRequest changed : oneChangeEach(signed)) {
      Verdict.Refused refused = refused(signatures.verify(changed, NOW));

      assertEquals(RefusalReason.INVALID, refused.reason(), refused::sentence);
    }
  }

  private static List<SignedRequest> oneChangeEach(SignedRequest of) {
    String query = of.query();
    return List.of(
        new SignedRequest(
            of.method().equals("POST") ? "PUT" : "POST",
            of.path(),
            query,
            of.headers(),
            of.payloadSha256()),
        new SignedRequest(of.method(), of.path() + "x", query, of.headers(), of.payloadSha256()),
        new SignedRequest(
            of.method(), of.path(), query + "&more=1", of.headers(), of.payloadSha256()),
        new SignedRequest(
            of.method(), of.path(), query, of.headers(), SdkSigner.sha256("another body")),
        with(of, "host", "elsewhere:7070"),
        with(of, "x-amz-target", "Service.Another"),
        with(of, "authorization", flipped(of.header("authorization").getFirst())));
  }

  /** The last digit of the signature is another one. */
  private static String flipped(String authorization) {
    char last = authorization.charAt(authorization.length() - 1);
    return authorization.substring(0, authorization.length() - 1) + (last == '0' ? '1' : '0');
  }

  @Test
  void aClockThatIsFifteenMinutesOffIsStillRight() {
    SignedRequest signed = simple(NOW);

    assertInstanceOf(
        Verdict.Authentic.class, signatures.verify(signed, NOW.plus(Duration.ofMinutes(15))));
    assertInstanceOf(
        Verdict.Authentic.class, signatures.verify(signed, NOW.minus(Duration.ofMinutes(15))));
  }

  @Test
  void anOldSignatureIsRefusedInTheWordsByWhichClientsCorrectTheirClock() {
    Verdict.Refused refused =
        refused(signatures.verify(simple(NOW), NOW.plus(Duration.ofMinutes(15)).plusSeconds(1)));

    assertEquals(RefusalReason.INVALID, refused.reason());
    assertEquals(
        "Signature expired: 20260304T050607Z is now earlier than 20260304T050608Z"
            + " (20260304T052108Z - 15 min.)",
        refused.sentence());
  }

  @Test
  void aSignatureOfTheFutureIsRefusedInTheWordsByWhichClientsCorrectTheirClock() {
    Verdict.Refused refused =
        refused(signatures.verify(simple(NOW), NOW.minus(Duration.ofMinutes(15)).minusSeconds(1)));

    assertEquals(RefusalReason.INVALID, refused.reason());
    assertEquals(
        "Signature not yet current: 20260304T050607Z is still later than 20260304T050606Z"
            + " (20260304T045106Z + 15 min.)",
        refused.sentence());
  }

  @Test
  void aPresignedRequestOfTheFutureIsRefused() {
    SignedRequest signed =
        new SdkSigner(IDENTITY, NOW).presigned(plain().build(), Duration.ofHours(1));

    Verdict.Refused refused = refused(signatures.verify(signed, NOW.minus(Duration.ofMinutes(16))));

    assertTrue(refused.sentence().startsWith("Signature not yet current: "), refused::sentence);
  }

  @Test
  void anUnknownKeyAndASessionTokenAreUnknown() {
    AwsCredentialsIdentity stranger = AwsCredentialsIdentity.create("AKIDSTRANGER", "secret");
    SignedRequest byStranger = new SdkSigner(stranger, NOW).withHeaders(plain().build(), "");
    SignedRequest byToken = new SdkSigner(SdkSigner.SESSION, NOW).withHeaders(plain().build(), "");
    SignedRequest presigned =
        new SdkSigner(SdkSigner.SESSION, NOW).presigned(plain().build(), Duration.ofHours(1));

    for (SignedRequest request : List.of(byStranger, byToken, presigned)) {
      assertEquals(RefusalReason.UNKNOWN_KEY, refused(signatures.verify(request, NOW)).reason());
    }
  }

  @Test
  void aRightKeyWithAWrongSecretIsAWrongSignature() {
    AwsCredentialsIdentity wrong = AwsCredentialsIdentity.create(SdkSigner.KEY, "wrong");

    Verdict.Refused refused =
        refused(
            signatures.verify(new SdkSigner(wrong, NOW).withHeaders(plain().build(), "{}"), NOW));

    assertEquals(RefusalReason.INVALID, refused.reason());
    assertTrue(refused.sentence().startsWith(WRONG_TEXT), refused::sentence);
  }

  /** No SDK signs like this any more, so the signature is calculated here. */
  @Test
  void aDateHeaderStandsInForTheDateOfAmazon() {
    Map<String, List<String>> headers = new TreeMap<>();
    headers.put("host", List.of("localhost"));
    headers.put("date", List.of("Wed, 04 Mar 2026 05:06:07 GMT"));
    SignedRequest unsigned = new SignedRequest("POST", "/", "", headers, SdkSigner.sha256("{}"));
    CredentialScope scope =
        new CredentialScope(new AccessKeyId(SdkSigner.KEY), "20260304", "us-east-1", "ecs");
    TreeSet<String> names = new TreeSet<>(headers.keySet());
    byte[] signature =
        Signature.of(
            Signature.signingKey(new Secret(SdkSigner.SECRET), scope),
            new Claim(scope, names, NOW, Optional.empty(), ""),
            CanonicalRequest.of(unsigned, Query.parse(""), names));
    SignedRequest signed =
        with(
            unsigned,
            "authorization",
            "AWS4-HMAC-SHA256 Credential="
                + SdkSigner.KEY
                + "/20260304/us-east-1/ecs/aws4_request, SignedHeaders=date;host, Signature="
                + HexFormat.of().formatHex(signature));

    assertEquals(accepted("us-east-1", "ecs"), signatures.verify(signed, NOW));
    assertEquals(
        RefusalReason.INCOMPLETE,
        refused(signatures.verify(with(signed, "date", "a while ago"), NOW)).reason());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spoiledHeaders")
  void aSpoiledAuthenticationIsRefusedByName(
      String what, RefusalReason reason, String words, Map<String, String> changes) {
    SignedRequest signed = simple(NOW);
    Map<String, List<String>> headers = new TreeMap<>(signed.headers());
    changes.forEach((name, value) -> {
      String old = String.join("", headers.getOrDefault(name, List.of()));
      headers.put(name, List.of(spoiled(old, value)));
    });
    headers.values().removeIf(List.of("absent")::equals);

    Verdict.Refused refused = refused(signatures.verify(with(signed, headers), NOW));

    assertEquals(reason, refused.reason(), what + ": " + refused.sentence());
    assertTrue(refused.sentence().contains(words), refused::sentence);
  }

  /** A change of the form {@code old->new} replaces a part, another one the whole. */
  private static String spoiled(String old, String change) {
    int arrow = change.indexOf("->");
    return arrow < 0
        ? change
        : old.replace(change.substring(0, arrow), change.substring(arrow + 2));
  }

  static Stream<Arguments> spoiledHeaders() {
    RefusalReason invalid = RefusalReason.INVALID;
    RefusalReason incomplete = RefusalReason.INCOMPLETE;
    return Stream.of(
        row("nothing at all", RefusalReason.MISSING, "missing", "authorization", "absent"),
        row("another scheme", incomplete, "'algorithm': 'Basic'", "authorization", "Basic eDp5"),
        row("newer algorithm", incomplete, "algorithm", "authorization", "HMAC-SHA256->ECDSA-P256"),
        row("algorithm alone", incomplete, "equal-sign", "authorization", "AWS4-HMAC-SHA256"),
        row("no credential", incomplete, "'Credential'", "authorization", "Credential=->Other="),
        row("no signature", incomplete, "'Signature'", "authorization", "Signature=->Sign="),
        row("no headers", incomplete, "'SignedHeaders'", "authorization", "SignedHeaders=->S="),
        row("upper case", incomplete, "lower case", "authorization", "host;->HOST;"),
        row("empty name", incomplete, "lower case", "authorization", "host;->host;;"),
        row("five parts", incomplete, "exactly 5", "authorization", "/ecs/->/ecs/more/"),
        row("twice", incomplete, "two", "authorization", "SignedHeaders=->Signature=1, Signed="),
        row("odd region", invalid, "valid region", "authorization", "us-east-1->US EAST"),
        row("no region", invalid, "valid region", "authorization", "us-east-1->"),
        row("odd service", invalid, "valid service", "authorization", "/ecs/->/e cs/"),
        row("no date", invalid, "a date", "authorization", "/20260304/->/today/"),
        row("other day", invalid, "does not match", "authorization", "/20260304/->/20260303/"),
        row("terminator", invalid, "aws4_request", "authorization", "aws4_request->aws5_request"),
        row("empty key", invalid, "access key", "authorization", SdkSigner.KEY + "->"),
        row("host unsigned", invalid, "'Host'", "authorization", "host;->"),
        row("target unsigned", invalid, "not signed", "authorization", ";x-amz-target->"),
        row("signed, absent", invalid, "did not arrive", "authorization", "host;->from;host;"),
        row("no date header", incomplete, "'X-Amz-Date'", "x-amz-date", "absent"),
        row("odd date", incomplete, "ISO-8601", "x-amz-date", "yesterday"),
        row("31 February", incomplete, "ISO-8601", "x-amz-date", "20260231T000000Z"),
        row("short signature", invalid, WRONG_TEXT, "authorization", "Signature=->Signature=0"),
        row("other body", invalid, "content-sha256", "x-amz-content-sha256", SdkSigner.sha256("y")),
        row(
            "unsigned body",
            invalid,
            "content-sha256",
            "x-amz-content-sha256",
            "UNSIGNED-PAYLOAD"));
  }

  private static Arguments row(
      String what, RefusalReason reason, String words, String header, String change) {
    boolean unsigned = header.equals("x-amz-content-sha256");
    Map<String, String> changes =
        unsigned
            ? Map.of(header, change, "authorization", "host;->host;x-amz-content-sha256;")
            : Map.of(header, change);
    return Arguments.of(what, reason, words, changes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spoiledQueries")
  void aSpoiledPresignedQueryIsRefusedByName(String what, String part, String instead) {
    SignedRequest signed =
        new SdkSigner(IDENTITY, NOW).presigned(plain().build(), Duration.ofHours(1));
    SignedRequest spoiled =
        new SignedRequest(
            signed.method(),
            signed.path(),
            signed.query().replaceFirst(part, instead),
            signed.headers(),
            signed.payloadSha256());

    assertEquals(RefusalReason.INCOMPLETE, refused(signatures.verify(spoiled, NOW)).reason(), what);
  }

  static Stream<Arguments> spoiledQueries() {
    return Stream.of(
        Arguments.of("no time", "X-Amz-Date=[^&]*", ""),
        Arguments.of("no end", "X-Amz-Expires=[^&]*", ""),
        Arguments.of("two ends", "X-Amz-Expires=", "X-Amz-Expires=7&X-Amz-Expires="),
        Arguments.of("at once", "X-Amz-Expires=[0-9]*", "X-Amz-Expires=0"),
        Arguments.of("eight days", "X-Amz-Expires=[0-9]*", "X-Amz-Expires=691200"),
        Arguments.of("huge", "X-Amz-Expires=[0-9]*", "X-Amz-Expires=99999999999999999999"),
        Arguments.of("negative", "X-Amz-Expires=[0-9]*", "X-Amz-Expires=-1"),
        Arguments.of("no signature", "X-Amz-Signature=[^&]*", ""),
        Arguments.of("no headers", "X-Amz-SignedHeaders=[^&]*", ""),
        Arguments.of("no credential", "X-Amz-Credential=[^&]*", ""),
        Arguments.of("other algorithm", "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"));
  }

  @Test
  void aRequestSignedTwiceIsRefused() {
    SignedRequest signed = simple(NOW);
    SignedRequest twice =
        new SignedRequest(
            signed.method(),
            signed.path(),
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            signed.headers(),
            signed.payloadSha256());

    assertEquals(RefusalReason.INCOMPLETE, refused(signatures.verify(twice, NOW)).reason());
  }

  private static Verdict accepted(String region, String service) {
    return new Verdict.Authentic(
        new CredentialScope(new AccessKeyId(SdkSigner.KEY), "20260304", region, service));
  }

  private static Verdict.Refused refused(Verdict verdict) {
    return assertInstanceOf(Verdict.Refused.class, verdict);
  }

  private static SignedRequest simple(Instant time) {
    return new SdkSigner(IDENTITY, time).withHeaders(plain().build(), "{}");
  }

  private static SdkHttpRequest.Builder plain() {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.POST)
        .protocol("http")
        .host("localhost")
        .port(7070)
        .encodedPath("/")
        .putHeader("X-Amz-Target", "Service.Operation");
  }

  private static SignedRequest with(SignedRequest of, String header, String value) {
    Map<String, List<String>> headers = new TreeMap<>(of.headers());
    headers.put(header, List.of(value));
    return with(of, headers);
  }

  private static SignedRequest with(SignedRequest of, Map<String, List<String>> headers) {
    return new SignedRequest(of.method(), of.path(), of.query(), headers, of.payloadSha256());
  }
}
