package io.berth.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one JSON text, strictly: what is not well formed, repeats a member or nests too deeply is
 * no answer of ours and refused with an {@link IllegalArgumentException}.
 */
final class JsonParser {
  private static final int DEEPEST = 32;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final List<String> WORDS = List.of("true", "false", "null");

  private final String text;
  private int at;

  private JsonParser(String text) {
    this.text = text;
  }

  static Json parse(String text) {
    JsonParser parser = new JsonParser(text);
    Json value = parser.value(0);
    parser.skipSpace();
    if (parser.at != text.length()) {
      throw parser.malformed();
    }
    return value;
  }

  private Json value(int depth) {
    if (depth > DEEPEST) {
      throw malformed();
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> new Json.Text(string());
      default -> word();
    };
  }

  private Json.Members members(int depth) {
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    expect('{');
    skipSpace();
    if (peek() == '}') {
      at++;
      return new Json.Members(members);
    }
    do {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      if (members.put(name, value(depth + 1)) != null) {
        throw malformed();
      }
      skipSpace();
    } while (isNext(','));
    expect('}');
    return new Json.Members(members);
  }

  private Json.Items items(int depth) {
    List<Json> items = new ArrayList<>();
    expect('[');
    skipSpace();
    if (peek() == ']') {
      at++;
      return new Json.Items(items);
    }
    do {
      items.add(value(depth + 1));
      skipSpace();
    } while (isNext(','));
    expect(']');
    return new Json.Items(items);
  }

  private Json word() {
    for (String word : WORDS) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return new Json.Word(word);
      }
    }
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw malformed();
    }
    at = number.end();
    return new Json.Word(number.group());
  }

  private String string() {
    expect('"');
    StringBuilder read = new StringBuilder();
    while (true) {
      char one = peek();
      at++;
      if (one == '"') {
        return read.toString();
      }
      if (one < ' ') {
        throw malformed();
      }
      read.append(one == '\\' ? escaped() : one);
    }
  }

  private char escaped() {
    char one = peek();
    at++;
    return switch (one) {
      case '"', '\\', '/' -> one;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw malformed();
        }
        String digits = text.substring(at, at + 4);
        at += 4;
        if (!digits.chars().allMatch(digit -> Character.digit(digit, 16) >= 0 && digit < 0x80)) {
          throw malformed();
        }
        yield (char) Integer.parseInt(digits, 16);
      }
      default -> throw malformed();
    };
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw malformed();
    }
    return text.charAt(at);
  }

  private boolean isNext(char wanted) {
    boolean found = peek() == wanted;
    if (found) {
      at++;
    }
    return found;
  }

  private void expect(char wanted) {
    if (!isNext(wanted)) {
      throw malformed();
    }
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("malformed JSON at character " + at);
  }
}
