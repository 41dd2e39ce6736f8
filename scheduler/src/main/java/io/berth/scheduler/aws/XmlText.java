package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/** An XML text that grows; names come from the model, everything else is escaped. */
final class XmlText {
  private final StringBuilder text = new StringBuilder(512);

  @CanIgnoreReturnValue
  XmlText openRoot(String name, String namespace) {
    text.append('<').append(name);
    if (!namespace.isEmpty()) {
      text.append(" xmlns=\"");
      escaped(namespace);
      text.append('"');
    }
    text.append('>');
    return this;
  }

  @CanIgnoreReturnValue
  XmlText open(String name) {
    text.append('<').append(name).append('>');
    return this;
  }

  @CanIgnoreReturnValue
  XmlText close(String name) {
    text.append("</").append(name).append('>');
    return this;
  }

  @CanIgnoreReturnValue
  XmlText text(String name, String content) {
    open(name);
    escaped(content);
    return close(name);
  }

  byte[] bytes() {
    return text.toString().getBytes(UTF_8);
  }

  /** XML has no way to write most control characters, so these become a question mark in a box. */
  private void escaped(String content) {
    for (int at = 0; at < content.length(); at++) {
      char one = content.charAt(at);
      switch (one) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        // A parser would make these a space or a line feed.
        case '\r', '\n', '\t' -> text.append("&#").append((int) one).append(';');
        default -> text.append(isXml(one) ? one : '\uFFFD');
      }
    }
  }

  private static boolean isXml(char one) {
    return one >= ' ' && one < '\uFFFE';
  }
}
