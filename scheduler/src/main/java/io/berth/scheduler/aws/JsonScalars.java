package io.berth.scheduler.aws;

import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.VALUE_FALSE;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.VALUE_NUMBER_FLOAT;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.VALUE_STRING;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.VALUE_TRUE;

import io.berth.scheduler.api.ApiError;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;

/** Reads values without parts; a value of another type is refused and never converted. */
final class JsonScalars {
  private final JsonParser parser;

  JsonScalars(JsonParser parser) {
    this.parser = parser;
  }

  Object read(Shape.Scalar scalar) throws IOException {
    return switch (scalar) {
      case STRING -> string("a string");
      case BOOLEAN -> bool();
      case BYTE -> (byte) integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SHORT -> (short) integer(Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> integer(Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> (float) floating(Float.MAX_VALUE);
      case DOUBLE -> floating(Double.MAX_VALUE);
      case DECIMAL -> decimal("a number");
      case TIMESTAMP -> timestamp();
      case BLOB -> blob();
    };
  }

  /** Text as the document had it, if it is text. */
  String text(String text) {
    if (Utf8.hasLoneSurrogate(text)) {
      throw JsonCodec.malformed(
          "The string at " + place() + " holds half of a surrogate pair, which is no text.");
    }
    return text;
  }

  /** The digits as they came, within the bounds of what can be calculated with. */
  String numberText() throws IOException {
    decimal("a number");
    return parser.getText();
  }

  ApiError wrongType(String wanted) {
    return JsonCodec.malformed(
        "The value at " + place() + " must be " + wanted + ", not " + found() + ".");
  }

  private String string(String wanted) throws IOException {
    if (parser.currentToken() != VALUE_STRING) {
      throw wrongType(wanted);
    }
    return text(parser.getText());
  }

  private boolean bool() {
    JsonToken token = parser.currentToken();
    if (token != VALUE_TRUE && token != VALUE_FALSE) {
      throw wrongType("true or false");
    }
    return token == VALUE_TRUE;
  }

  /** A whole number counts however it is written: 5, 5.0 and 5e0 are one number in JSON. */
  private long integer(long least, long most) throws IOException {
    String wanted = "an integer from " + least + " to " + most;
    try {
      long value = decimal(wanted).longValueExact();
      if (value < least || value > most) {
        throw wrongType(wanted);
      }
      return value;
    } catch (ArithmeticException _) {
      throw wrongType(wanted);
    }
  }

  private double floating(double most) throws IOException {
    if (parser.currentToken() == VALUE_STRING) {
      return switch (parser.getText()) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw wrongType("a number");
      };
    }
    double value = decimal("a number").doubleValue();
    if (Math.abs(value) > most) {
      throw wrongType("a number from -" + most + " to " + most);
    }
    return value;
  }

  private BigDecimal decimal(String wanted) throws IOException {
    JsonToken token = parser.currentToken();
    if (token != VALUE_NUMBER_INT && token != VALUE_NUMBER_FLOAT) {
      throw wrongType(wanted);
    }
    try {
      return parser.getDecimalValue();
    } catch (NumberFormatException _) {
      throw wrongType(wanted);
    }
  }

  private Instant timestamp() throws IOException {
    String wanted = "a time in seconds since 1970";
    try {
      return parser.currentToken() == VALUE_STRING
          ? Timestamps.ofText(parser.getText())
          : Timestamps.ofSeconds(decimal(wanted));
    } catch (DateTimeException _) {
      throw wrongType(wanted);
    }
  }

  private SdkBytes blob() throws IOException {
    try {
      return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(string("base64 text")));
    } catch (IllegalArgumentException _) {
      throw wrongType("base64 text");
    }
  }

  private String place() {
    String place = parser.getParsingContext().pathAsPointer().toString();
    return place.substring(0, Math.min(place.length(), 200)).replaceAll("[^ -~]", "?");
  }

  private String found() {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "this string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "this number";
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NULL -> "null";
      case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "this";
    };
  }
}
