package io.berth.scheduler.model;

/** The public half of a join token: what lists show and revocation names. */
public record TokenId(String text) implements Comparable<TokenId> {
  public TokenId {
    Require.identifier(text, "TokenId");
  }

  @Override
  public int compareTo(TokenId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
