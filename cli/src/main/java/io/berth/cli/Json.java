package io.berth.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A JSON value. Numbers stay the digits that came, since nothing is calculated here. */
sealed interface Json {

  /** A string. */
  record Text(String text) implements Json {}

  /** A number, true, false or null, as it is written. */
  record Word(String word) implements Json {}

  /** An array. */
  record Items(List<Json> items) implements Json {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** An object, its members in their order. */
  record Members(SequencedMap<String, Json> members) implements Json {
    public Members {
      members = new LinkedHashMap<>(members);
    }

    static Members empty() {
      return new Members(new LinkedHashMap<>());
    }

    Members with(String name, Json value) {
      SequencedMap<String, Json> more = new LinkedHashMap<>(members);
      more.put(name, value);
      return new Members(more);
    }

    Members without(String name) {
      SequencedMap<String, Json> fewer = new LinkedHashMap<>(members);
      fewer.remove(name);
      return new Members(fewer);
    }

    boolean has(String name) {
      return members.containsKey(name);
    }

    /** With a text, unless it is empty: absent and empty mean the same in the messages. */
    Members withText(String name, String text) {
      return text.isEmpty() ? this : with(name, new Text(text));
    }

    /** The text of a member; empty when there is none. */
    String text(String name) {
      return members.get(name) instanceof Text(String text) ? text : "";
    }

    /** A number as it is written; empty when there is none. */
    String word(String name) {
      return members.get(name) instanceof Word(String word) ? word : "";
    }

    boolean isTrue(String name) {
      return word(name).equals("true");
    }

    /** The texts in an array; none when the member is absent. */
    List<String> texts(String name) {
      List<String> texts = new ArrayList<>();
      if (members.get(name) instanceof Items(List<Json> items)) {
        for (Json item : items) {
          if (item instanceof Text(String text)) {
            texts.add(text);
          }
        }
      }
      return texts;
    }

    Members part(String name) {
      return members.get(name) instanceof Members part ? part : empty();
    }

    /** The objects in an array; none when the member is absent, as an empty list is. */
    List<Members> parts(String name) {
      List<Members> parts = new ArrayList<>();
      if (members.get(name) instanceof Items(List<Json> items)) {
        for (Json item : items) {
          if (item instanceof Members part) {
            parts.add(part);
          }
        }
      }
      return parts;
    }
  }

  /** The text of the value, on one line. */
  default String written() {
    StringBuilder out = new StringBuilder();
    write(this, out);
    return out.toString();
  }

  private static void write(Json value, StringBuilder out) {
    switch (value) {
      case Text(String text) -> quote(text, out);
      case Word(String word) -> out.append(word);
      case Items(List<Json> items) -> {
        String before = "[";
        for (Json item : items) {
          out.append(before);
          write(item, out);
          before = ",";
        }
        out.append(items.isEmpty() ? "[]" : "]");
      }
      case Members(SequencedMap<String, Json> members) -> {
        String before = "{";
        for (Map.Entry<String, Json> member : members.entrySet()) {
          out.append(before);
          quote(member.getKey(), out);
          out.append(':');
          write(member.getValue(), out);
          before = ",";
        }
        out.append(members.isEmpty() ? "{}" : "}");
      }
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int at = 0; at < text.length(); at++) {
      char one = text.charAt(at);
      if (one == '"' || one == '\\') {
        out.append('\\').append(one);
      } else if (one < ' ') {
        out.append("\\u00").append(one < 0x10 ? "0" : "").append(Integer.toHexString(one));
      } else {
        out.append(one);
      }
    }
    out.append('"');
  }
}
