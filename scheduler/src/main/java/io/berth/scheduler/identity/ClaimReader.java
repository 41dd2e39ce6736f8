package io.berth.scheduler.identity;

import io.berth.scheduler.model.AccessKeyId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the claim of a request, from the Authorization header or from a presigned query. */
final class ClaimReader {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("[!-~&&[^/]]{1,128}");
  private static final Pattern DATE = Pattern.compile("[0-9]{8}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9.-]{1,64}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
  private static final Duration LONGEST_VALIDITY = Duration.ofDays(7);

  private ClaimReader() {}

  static Claim read(SignedRequest request, Query query) throws RefusedException {
    List<String> authorization = request.header("authorization");
    boolean presigned = query.has("X-Amz-Algorithm") || query.has("X-Amz-Signature");
    if (authorization.isEmpty() && !presigned) {
      throw new RefusedException(RefusalReason.MISSING, "Request is missing Authentication Token");
    }
    if (authorization.size() + (presigned ? 1 : 0) > 1) {
      throw incomplete("A request must be signed once, by a header or by its query.");
    }
    return presigned ? fromQuery(query) : fromHeader(request, authorization.getFirst());
  }

  private static Claim fromHeader(SignedRequest request, String authorization)
      throws RefusedException {
    int space = authorization.indexOf(' ');
    requireAlgorithm(space < 0 ? authorization : authorization.substring(0, space));
    Map<String, String> parts = parts(authorization.substring(Math.max(space, 0)));
    refuseSessionToken(!request.header("x-amz-security-token").isEmpty());
    CredentialScope scope = scope(part(parts, "Credential"));
    SortedSet<String> signedHeaders = signedHeaders(part(parts, "SignedHeaders"));
    String signature = part(parts, "Signature");
    return new Claim(scope, signedHeaders, timeOfHeaders(request), Optional.empty(), signature);
  }

  private static Claim fromQuery(Query query) throws RefusedException {
    requireAlgorithm(parameter(query, "X-Amz-Algorithm"));
    refuseSessionToken(query.has("X-Amz-Security-Token"));
    CredentialScope scope = scope(parameter(query, "X-Amz-Credential"));
    SortedSet<String> signedHeaders = signedHeaders(parameter(query, "X-Amz-SignedHeaders"));
    String signature = parameter(query, "X-Amz-Signature");
    Instant signedAt = time(parameter(query, "X-Amz-Date"));
    Duration validFor = validity(parameter(query, "X-Amz-Expires"));
    return new Claim(scope, signedHeaders, signedAt, Optional.of(validFor), signature);
  }

  private static void requireAlgorithm(String algorithm) throws RefusedException {
    if (!algorithm.equals(ALGORITHM)) {
      throw incomplete("Unsupported AWS 'algorithm': '" + shown(algorithm) + "'.");
    }
  }

  private static Map<String, String> parts(String list) throws RefusedException {
    Map<String, String> parts = new HashMap<>();
    for (String part : list.split(",", -1)) {
      String pair = part.strip();
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw incomplete(
            "'"
                + shown(pair)
                + "' not a valid key=value pair (missing equal-sign) in"
                + " Authorization header.");
      }
      if (parts.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
        throw incomplete("Authorization header has two '" + shown(pair) + "' parameters.");
      }
    }
    return parts;
  }

  private static String part(Map<String, String> parts, String name) throws RefusedException {
    String value = parts.get(name);
    if (value == null || value.isEmpty()) {
      throw incomplete("Authorization header requires '" + name + "' parameter.");
    }
    return value;
  }

  private static String parameter(Query query, String name) throws RefusedException {
    List<String> values = query.values(name);
    if (values.size() != 1 || values.getFirst().isEmpty()) {
      throw incomplete("AWS query-string parameters must include '" + name + "' once.");
    }
    return values.getFirst();
  }

  /** Nobody here hands out temporary credentials, so no token can be known. */
  private static void refuseSessionToken(boolean present) throws RefusedException {
    if (present) {
      throw new RefusedException(
          RefusalReason.UNKNOWN_KEY, "The security token included in the request is invalid.");
    }
  }

  private static CredentialScope scope(String credential) throws RefusedException {
    String[] parts = credential.split("/", -1);
    if (parts.length != 5) {
      throw incomplete(
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/term, got '"
              + shown(credential)
              + "'");
    }
    requireForm(ACCESS_KEY_ID, parts[0], "a valid access key id");
    requireForm(DATE, parts[1], "a date as yyyymmdd");
    requireForm(REGION, parts[2], "a valid region");
    requireForm(SERVICE, parts[3], "a valid service");
    if (!parts[4].equals(CredentialScope.TERMINATOR)) {
      throw new RefusedException(
          RefusalReason.INVALID,
          "Credential should be scoped with a valid terminator: 'aws4_request', not '"
              + shown(parts[4])
              + "'.");
    }
    return new CredentialScope(new AccessKeyId(parts[0]), parts[1], parts[2], parts[3]);
  }

  private static void requireForm(Pattern form, String part, String what) throws RefusedException {
    if (!form.matcher(part).matches()) {
      throw new RefusedException(
          RefusalReason.INVALID,
          "Credential should be scoped to " + what + ", not '" + shown(part) + "'.");
    }
  }

  private static SortedSet<String> signedHeaders(String list) throws RefusedException {
    SortedSet<String> names = new TreeSet<>(List.of(list.split(";", -1)));
    for (String name : names) {
      if (name.isEmpty() || name.chars().anyMatch(one -> one >= 'A' && one <= 'Z')) {
        throw incomplete("SignedHeaders must be names in lower case, joined by semicolons.");
      }
    }
    return names;
  }

  private static Instant timeOfHeaders(SignedRequest request) throws RefusedException {
    String amazonDate = only(request.header("x-amz-date"));
    if (amazonDate != null) {
      return time(amazonDate);
    }
    String date = only(request.header("date"));
    if (date == null) {
      throw incomplete(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }
    return SignatureTime.parseDateHeader(date).orElseThrow(() -> notATime(date));
  }

  private static @Nullable String only(List<String> values) throws RefusedException {
    if (values.size() > 1) {
      throw incomplete("A request must carry one date.");
    }
    return values.isEmpty() ? null : values.getFirst().strip();
  }

  private static Instant time(String text) throws RefusedException {
    try {
      return SignatureTime.parse(text);
    } catch (DateTimeException _) {
      throw notATime(text);
    }
  }

  private static RefusedException notATime(String text) {
    return incomplete(
        "Date must be in ISO-8601 'basic format'. Got '"
            + shown(text)
            + "'. See http://en.wikipedia.org/wiki/ISO_8601");
  }

  private static Duration validity(String seconds) throws RefusedException {
    Duration validity =
        SECONDS.matcher(seconds).matches()
            ? Duration.ofSeconds(Long.parseLong(seconds))
            : Duration.ZERO;
    if (!validity.isPositive() || validity.compareTo(LONGEST_VALIDITY) > 0) {
      throw incomplete("X-Amz-Expires must be a number of seconds from 1 to 604800.");
    }
    return validity;
  }

  private static RefusedException incomplete(String sentence) {
    return new RefusedException(RefusalReason.INCOMPLETE, sentence);
  }

  /** What a stranger sent is shown in part only. */
  private static String shown(String text) {
    int longest = 100;
    return text.length() <= longest ? text : text.substring(0, longest) + "...";
  }
}
