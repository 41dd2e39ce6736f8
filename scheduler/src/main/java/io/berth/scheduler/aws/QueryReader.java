package io.berth.scheduler.aws;

import io.berth.scheduler.api.ApiError;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** Fills one request from a tree of parameters, whose depth is bounded. */
final class QueryReader {
  private static final int LONGEST_NUMBER = 64;

  private final FieldTables tables;
  private final UnknownMember unknown;

  QueryReader(FieldTables tables, UnknownMember unknown) {
    this.tables = tables;
    this.unknown = unknown;
  }

  void members(SdkPojo builder, FormTree tree) {
    FieldTable table = tables.of(builder);
    tree.children()
        .forEach((name, child) -> {
          Member member = table.find(name);
          if (member == null) {
            unknown.skipped(table.shapeName(), name);
          } else {
            member.write(builder, value(member.shape(), name, child));
          }
        });
  }

  private Object value(Shape shape, String name, FormTree node) {
    return switch (shape) {
      case Shape.Scalar scalar -> scalar(scalar, name, node);
      case Shape.Structure structure -> structure(structure, name, node);
      case Shape.Sequence sequence -> list(sequence, name, node);
      case Shape.Mapping mapping -> map(mapping, name, node);
      case Shape.Anything _ ->
          throw QueryCodec.malformed(shown(name) + " cannot be written in this protocol.");
    };
  }

  private Object structure(Shape.Structure structure, String name, FormTree node) {
    requireNoText(name, node);
    SdkPojo builder = structure.builder().get();
    members(builder, node);
    return ((Buildable) builder).build();
  }

  private List<Object> list(Shape.Sequence sequence, String name, FormTree node) {
    requireNoText(name, node);
    List<Object> elements = new ArrayList<>();
    for (FormTree element : numbered(name, node, sequence.flattened(), sequence.elementName())) {
      elements.add(value(sequence.element(), name, element));
    }
    return elements;
  }

  private Map<String, Object> map(Shape.Mapping mapping, String name, FormTree node) {
    requireNoText(name, node);
    Map<String, Object> entries = new LinkedHashMap<>();
    for (FormTree entry : numbered(name, node, mapping.flattened(), "entry")) {
      FormTree key = entry.children().get(mapping.keyName());
      FormTree value = entry.children().get(mapping.valueName());
      if (key == null || key.value() == null || value == null) {
        throw QueryCodec.malformed("Each entry of " + shown(name) + " needs a key and a value.");
      }
      entries.put(key.value(), value(mapping.value(), name, value));
    }
    return entries;
  }

  /** The numbers say the order; that one is missing makes no hole. */
  private static Iterable<FormTree> numbered(
      String name, FormTree node, boolean flattened, String elementName) {
    FormTree holder = flattened ? node : node.children().get(elementName);
    SortedMap<Integer, FormTree> inOrder = new TreeMap<>();
    if (holder == null) {
      if (!node.children().isEmpty()) {
        throw QueryCodec.malformed(
            "The elements of " + shown(name) + " must be named " + elementName + ".N.");
      }
      return inOrder.values();
    }
    holder.children().forEach((number, element) -> inOrder.put(index(name, number), element));
    return inOrder.values();
  }

  private static int index(String name, String number) {
    if (!number.matches("[0-9]{1,9}")) {
      throw QueryCodec.malformed("The elements of " + shown(name) + " must be numbered.");
    }
    return Integer.parseInt(number);
  }

  private static Object scalar(Shape.Scalar scalar, String name, FormTree node) {
    String text = node.value();
    if (text == null) {
      throw QueryCodec.malformed(shown(name) + " must be a plain value.");
    }
    try {
      return switch (scalar) {
        case STRING -> text;
        case BOOLEAN -> bool(name, text);
        case BYTE -> Byte.valueOf(integer(name, text));
        case SHORT -> Short.valueOf(integer(name, text));
        case INTEGER -> Integer.valueOf(integer(name, text));
        case LONG -> Long.valueOf(integer(name, text));
        case FLOAT -> Float.valueOf(number(name, text));
        case DOUBLE -> Double.valueOf(number(name, text));
        case DECIMAL -> new BigDecimal(number(name, text));
        case TIMESTAMP -> Timestamps.ofText(text);
        case BLOB -> SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
      };
    } catch (IllegalArgumentException | DateTimeException _) {
      throw wrongType(scalar, name);
    }
  }

  private static boolean bool(String name, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrongType(Shape.Scalar.BOOLEAN, name);
    };
  }

  /** Java would take the digits of any script. */
  private static String integer(String name, String text) {
    if (!text.matches("[-+]?[0-9]{1,20}")) {
      throw wrongType(Shape.Scalar.INTEGER, name);
    }
    return text;
  }

  /** Java would take hexadecimal floats, type letters and white space as well. */
  private static String number(String name, String text) {
    boolean plain = text.matches("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]{1,4})?|NaN|-?Infinity");
    if (text.length() > LONGEST_NUMBER || !plain) {
      throw wrongType(Shape.Scalar.DECIMAL, name);
    }
    return text;
  }

  private static void requireNoText(String name, FormTree node) {
    if (node.value() != null && !node.isEmptyList()) {
      throw QueryCodec.malformed(shown(name) + " must not be a plain value.");
    }
  }

  private static ApiError wrongType(Shape.Scalar scalar, String name) {
    String wanted =
        switch (scalar) {
          case STRING -> "text";
          case BOOLEAN -> "true or false";
          case BYTE, SHORT, INTEGER, LONG -> "an integer";
          case FLOAT, DOUBLE, DECIMAL -> "a number";
          case TIMESTAMP -> "a time of ISO 8601";
          case BLOB -> "base64 text";
        };
    return QueryCodec.malformed("The value of " + shown(name) + " must be " + wanted + ".");
  }

  private static String shown(String name) {
    return name.substring(0, Math.min(name.length(), 100)).replaceAll("[^ -~]", "?");
  }
}
