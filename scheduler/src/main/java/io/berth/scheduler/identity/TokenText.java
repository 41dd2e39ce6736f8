package io.berth.scheduler.identity;

import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.TokenId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A join token as people copy it: {@code berth-agent-<id>-<secret and checksum>}. The checksum
 * tells a slip of the hand from a wrong token; it guards nothing.
 */
record TokenText(PeerKind kind, TokenId id, String secret) {
  private static final int ID_DIGITS = 16;

  /** 26 characters of 5 bits: nobody guesses 130 bits, so a plain hash keeps them well enough. */
  private static final int SECRET_CHARACTERS = 26;

  private static final int CHECKSUM_CHARACTERS = 6;
  private static final Pattern FORM =
      Pattern.compile("(berth-(agent|proxy)-([0-9a-f]{16})-([0-9a-z]{26}))([0-9a-z]{6})");

  static TokenText random(PeerKind kind, RandomGenerator random) {
    return new TokenText(
        kind,
        new TokenId(RandomText.of(RandomText.HEX, ID_DIGITS, random)),
        RandomText.of(RandomText.COPY_SAFE, SECRET_CHARACTERS, random));
  }

  static Optional<TokenText> read(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || !checksum(matcher.group(1)).equals(matcher.group(5))) {
      return Optional.empty();
    }
    PeerKind kind = matcher.group(2).equals("agent") ? PeerKind.AGENT : PeerKind.PROXY;
    return Optional.of(new TokenText(kind, new TokenId(matcher.group(3)), matcher.group(4)));
  }

  String text() {
    String body = "berth-" + PeerSubject.word(kind) + "-" + id.text() + "-" + secret;
    return body + checksum(body);
  }

  @Override
  public String toString() {
    return "TokenText of " + id;
  }

  private static String checksum(String body) {
    byte[] digest = Digests.sha256(body.getBytes(StandardCharsets.US_ASCII));
    StringBuilder checksum = new StringBuilder(CHECKSUM_CHARACTERS);
    for (int at = 0; at < CHECKSUM_CHARACTERS; at++) {
      checksum.append(RandomText.COPY_SAFE.charAt(digest[at] & 31));
    }
    return checksum.toString();
  }
}
