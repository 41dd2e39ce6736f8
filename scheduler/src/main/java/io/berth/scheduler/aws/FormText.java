package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes apart what forms and query strings carry: names and values, joined and escaped. */
final class FormText {
  private static final int MOST_PARAMETERS = 10_000;

  private FormText() {}

  /** A form's body, in which a plus sign stands for a space. */
  static Map<String, String> ofBody(byte[] body) {
    return parse(new String(body, ISO_8859_1), true);
  }

  /** The query of a target; what a signature covers takes a plus sign for itself, so do we. */
  static Map<String, String> ofQuery(String query) {
    return parse(query, false);
  }

  private static Map<String, String> parse(String text, boolean plusIsSpace) {
    Map<String, String> parameters = new LinkedHashMap<>();
    int from = 0;
    while (from < text.length()) {
      int ampersand = text.indexOf('&', from);
      int to = ampersand < 0 ? text.length() : ampersand;
      if (to > from) {
        int equals = text.indexOf('=', from);
        int nameEnd = equals < 0 || equals > to ? to : equals;
        String name = decode(text.substring(from, nameEnd), plusIsSpace);
        String value = decode(text.substring(Math.min(nameEnd + 1, to), to), plusIsSpace);
        parameters.put(name, value);
      }
      if (parameters.size() > MOST_PARAMETERS) {
        throw QueryCodec.malformed("There are more than " + MOST_PARAMETERS + " parameters.");
      }
      from = to + 1;
    }
    return parameters;
  }

  private static String decode(String escaped, boolean plusIsSpace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
    for (int at = 0; at < escaped.length(); at++) {
      char one = escaped.charAt(at);
      if (one == '%') {
        bytes.write(escapedByte(escaped, at));
        at += 2;
      } else {
        bytes.write(one == '+' && plusIsSpace ? ' ' : one);
      }
    }
    try {
      return Utf8.decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException _) {
      throw QueryCodec.malformed("A parameter is not UTF-8.");
    }
  }

  private static int escapedByte(String escaped, int at) {
    if (at + 2 < escaped.length()
        && HexFormat.isHexDigit(escaped.charAt(at + 1))
        && HexFormat.isHexDigit(escaped.charAt(at + 2))) {
      return HexFormat.fromHexDigits(escaped, at + 1, at + 3);
    }
    throw QueryCodec.malformed("A percent sign must be followed by two hexadecimal digits.");
  }
}
