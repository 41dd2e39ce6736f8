package io.berth.scheduler.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies AWS signature version 4, in headers and in presigned queries. Any thread may call; all
 * that is kept between calls is a bounded cache of derived keys.
 */
public final class SigV4 {
  private static final Duration TOLERANCE = Duration.ofMinutes(15);
  private static final int CACHED_KEYS = 256;

  /** What some clients add after signing, and what changes nothing that is done. */
  private static final Set<String> NEED_NO_SIGNATURE = Set.of("x-amz-user-agent");

  private final ApiKeys keys;
  private final SigningKeys signingKeys = new SigningKeys(CACHED_KEYS);

  public SigV4(ApiKeys keys) {
    this.keys = keys;
  }

  public Verdict verify(SignedRequest request, Instant now) {
    try {
      Query query = Query.parse(request.query());
      Claim claim = ClaimReader.read(request, query);
      requireCoverage(request, claim);
      requireTime(claim, now);
      requirePayload(request);
      Secret secret = secretOf(claim);
      requireSignature(claim, CanonicalRequest.of(request, query, claim.signedHeaders()), secret);
      return new Verdict.Authentic(claim.scope());
    } catch (RefusedException refused) {
      return refused.verdict();
    }
  }

  /** An unsigned x-amz header could be changed on the way: the target would be another one. */
  private static void requireCoverage(SignedRequest request, Claim claim) throws RefusedException {
    if (!claim.signedHeaders().contains("host")) {
      throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    for (String name : claim.signedHeaders()) {
      if (request.header(name).isEmpty()) {
        throw invalid("The header '" + name + "' is signed but did not arrive.");
      }
    }
    for (String name : request.headers().keySet()) {
      if (name.startsWith("x-amz-")
          && !NEED_NO_SIGNATURE.contains(name)
          && !claim.signedHeaders().contains(name)) {
        throw invalid("There were headers present in the request which were not signed: " + name);
      }
    }
  }

  private static void requireTime(Claim claim, Instant now) throws RefusedException {
    String signedAt = SignatureTime.format(claim.signedAt());
    if (!signedAt.startsWith(claim.scope().date())) {
      throw invalid(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP: '"
              + claim.scope().date()
              + "' != '"
              + signedAt.substring(0, 8)
              + "', from '"
              + signedAt
              + "'.");
    }
    Instant latest = now.plus(TOLERANCE);
    if (claim.signedAt().isAfter(latest)) {
      throw invalid(
          clockSentence("Signature not yet current: ", claim, " is still later than ", latest)
              + " ("
              + SignatureTime.format(now)
              + " + 15 min.)");
    }
    Optional<Duration> validFor = claim.validFor();
    if (validFor.isPresent()) {
      if (now.isAfter(claim.signedAt().plus(validFor.get()))) {
        throw new RefusedException(RefusalReason.EXPIRED, "Request has expired.");
      }
      return;
    }
    Instant earliest = now.minus(TOLERANCE);
    if (claim.signedAt().isBefore(earliest)) {
      throw invalid(
          clockSentence("Signature expired: ", claim, " is now earlier than ", earliest)
              + " ("
              + SignatureTime.format(now)
              + " - 15 min.)");
    }
  }

  /** Clients look for these words, and then correct their clock by our Date header. */
  private static String clockSentence(String what, Claim claim, String relation, Instant limit) {
    return what + SignatureTime.format(claim.signedAt()) + relation + SignatureTime.format(limit);
  }

  private static void requirePayload(SignedRequest request) throws RefusedException {
    List<String> named = request.header("x-amz-content-sha256");
    if (!named.isEmpty() && !named.equals(List.of(request.payloadSha256()))) {
      throw invalid("The value of 'x-amz-content-sha256' is not the SHA-256 of the body received.");
    }
  }

  private Secret secretOf(Claim claim) throws RefusedException {
    return keys.find(claim.scope().key())
        .orElseThrow(() ->
            new RefusedException(
                RefusalReason.UNKNOWN_KEY,
                "The security token included in the request is invalid."));
  }

  private void requireSignature(Claim claim, String canonicalRequest, Secret secret)
      throws RefusedException {
    Optional<byte[]> cached = signingKeys.find(secret, claim.scope());
    byte[] signingKey = cached.orElseGet(() -> Signature.signingKey(secret, claim.scope()));
    byte[] expected = Signature.of(signingKey, claim, canonicalRequest);
    // Compared as text: equal time for each wrong signature, and no reading of what may be no hex.
    byte[] expectedText = HexFormat.of().formatHex(expected).getBytes(US_ASCII);
    if (!MessageDigest.isEqual(expectedText, claim.signature().getBytes(US_ASCII))) {
      throw invalid(
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service documentation"
              + " for details.");
    }
    if (cached.isEmpty()) {
      signingKeys.remember(secret, claim.scope(), signingKey);
    }
  }

  private static RefusedException invalid(String sentence) {
    return new RefusedException(RefusalReason.INVALID, sentence);
  }
}
