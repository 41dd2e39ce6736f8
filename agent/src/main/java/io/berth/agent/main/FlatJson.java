package io.berth.agent.main;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the two forms of JSON that settings have: an object of texts, and an array of numbers.
 * Anything else is an {@link IllegalArgumentException} that says where.
 */
final class FlatJson {
  private final String text;
  private int at;

  private FlatJson(String text) {
    this.text = text;
  }

  static Map<String, String> texts(String text) {
    var json = new FlatJson(text);
    Map<String, String> texts = json.object();
    json.end();
    return texts;
  }

  static List<Integer> numbers(String text) {
    var json = new FlatJson(text);
    List<Integer> numbers = json.array();
    json.end();
    return numbers;
  }

  private Map<String, String> object() {
    var members = new LinkedHashMap<String, String>();
    take('{');
    if (takes('}')) {
      return members;
    }
    do {
      String name = string();
      take(':');
      if (members.put(name, string()) != null) {
        throw new IllegalArgumentException("the name " + name + " is there twice");
      }
    } while (takes(','));
    take('}');
    return members;
  }

  private List<Integer> array() {
    var numbers = new ArrayList<Integer>();
    take('[');
    if (takes(']')) {
      return numbers;
    }
    do {
      numbers.add(number());
    } while (takes(','));
    take(']');
    return numbers;
  }

  private int number() {
    skipSpace();
    int begin = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    if (begin == at) {
      throw unexpected("a number");
    }
    return Integer.parseInt(text.substring(begin, at));
  }

  private String string() {
    take('"');
    var value = new StringBuilder();
    while (true) {
      if (at == text.length()) {
        throw unexpected("a closing quote");
      }
      char next = text.charAt(at++);
      if (next == '"') {
        return value.toString();
      }
      value.append(next == '\\' ? escaped() : next);
    }
  }

  private char escaped() {
    if (at == text.length()) {
      throw unexpected("what a backslash stands for");
    }
    char next = text.charAt(at++);
    return switch (next) {
      case '"', '\\', '/' -> next;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw unexpected("what a backslash stands for");
    };
  }

  private char unicode() {
    if (at + 4 > text.length()) {
      throw unexpected("four hexadecimal digits");
    }
    char value = (char) Integer.parseInt(text.substring(at, at + 4), 16);
    at += 4;
    return value;
  }

  private void take(char wanted) {
    if (!takes(wanted)) {
      throw unexpected("'" + wanted + "'");
    }
  }

  private boolean takes(char wanted) {
    skipSpace();
    boolean there = at < text.length() && text.charAt(at) == wanted;
    if (there) {
      at++;
    }
    return there;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void end() {
    skipSpace();
    if (at < text.length()) {
      throw unexpected("the end");
    }
  }

  private IllegalArgumentException unexpected(String wanted) {
    return new IllegalArgumentException("at character " + (at + 1) + ", " + wanted + " is due");
  }
}
