package io.berth.scheduler.aws;

import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.END_ARRAY;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.END_OBJECT;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.START_ARRAY;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.START_OBJECT;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.VALUE_FALSE;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.VALUE_NULL;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.VALUE_STRING;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.VALUE_TRUE;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.berth.scheduler.api.ApiError;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;

/** Fills one message from one JSON text. The parser bounds the depth, so recursion is safe. */
final class ProtoJsonReader {
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,20}");
  private static final int SHOWN_OF_NAME = 64;

  private final JsonParser parser;

  ProtoJsonReader(JsonParser parser) {
    this.parser = parser;
  }

  void document(Message.Builder builder) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return;
    }
    if (first != START_OBJECT) {
      throw ProtoJson.malformed("The body must be a JSON object.");
    }
    members(builder);
    if (parser.nextToken() != null) {
      throw ProtoJson.malformed("The body goes on after its JSON object.");
    }
  }

  private void members(Message.Builder builder) throws IOException {
    Map<String, FieldDescriptor> fields = new HashMap<>();
    builder.getDescriptorForType().getFields().forEach(one -> fields.put(one.getJsonName(), one));
    Set<FieldDescriptor> seen = new HashSet<>();
    while (parser.nextToken() != END_OBJECT) {
      FieldDescriptor field = fields.get(parser.currentName());
      if (field == null) {
        throw ProtoJson.malformed("There is no member '" + shownName() + "'.");
      }
      if (!seen.add(field)) {
        throw ProtoJson.malformed("The member '" + field.getJsonName() + "' comes twice.");
      }
      parser.nextToken();
      member(builder, field);
    }
  }

  private void member(Message.Builder builder, FieldDescriptor field) throws IOException {
    // Null is how some clients write that a member is absent.
    if (parser.currentToken() == VALUE_NULL) {
      return;
    }
    if (!field.isRepeated()) {
      builder.setField(field, value(builder, field));
      return;
    }
    require(START_ARRAY, field, "an array");
    while (parser.nextToken() != END_ARRAY) {
      builder.addRepeatedField(field, value(builder, field));
    }
  }

  private Object value(Message.Builder builder, FieldDescriptor field) throws IOException {
    return switch (field.getJavaType()) {
      case STRING -> text(field, "a string");
      case BOOLEAN -> bool(field);
      case ENUM -> choice(field);
      case INT, LONG -> number(field);
      case BYTE_STRING -> bytes(field);
      case MESSAGE -> part(builder, field);
      case FLOAT, DOUBLE -> throw ProtoNumbers.notServed(field);
    };
  }

  private String text(FieldDescriptor field, String what) throws IOException {
    require(VALUE_STRING, field, what);
    String text = parser.getText();
    if (Utf8.hasLoneSurrogate(text)) {
      throw wrong(field, "text, not half of a surrogate pair");
    }
    return text;
  }

  private boolean bool(FieldDescriptor field) {
    JsonToken token = parser.currentToken();
    if (token != VALUE_TRUE && token != VALUE_FALSE) {
      throw wrong(field, "true or false");
    }
    return token == VALUE_TRUE;
  }

  private EnumValueDescriptor choice(FieldDescriptor field) throws IOException {
    EnumValueDescriptor value =
        field.getEnumType().findValueByName(text(field, "the name of a value"));
    if (value == null) {
      throw wrong(field, "the name of a value that is known");
    }
    return value;
  }

  /** Numbers of 64 bits may come as text, since some clients cannot write them otherwise. */
  private Object number(FieldDescriptor field) throws IOException {
    boolean isLong = field.getJavaType() == FieldDescriptor.JavaType.LONG;
    JsonToken token = parser.currentToken();
    boolean fine = token == VALUE_NUMBER_INT || (isLong && token == VALUE_STRING);
    if (!fine || !DIGITS.matcher(parser.getText()).matches()) {
      throw wrong(field, "a whole number");
    }
    return ProtoNumbers.fitting(field, parser.getText())
        .orElseThrow(() -> wrong(field, "a number within its bounds"));
  }

  private ByteString bytes(FieldDescriptor field) throws IOException {
    try {
      return ByteString.copyFrom(Base64.getDecoder().decode(text(field, "a base64 string")));
    } catch (IllegalArgumentException _) {
      throw wrong(field, "a base64 string");
    }
  }

  private Message part(Message.Builder builder, FieldDescriptor field) throws IOException {
    if (field.getMessageType().equals(Timestamp.getDescriptor())) {
      return time(field);
    }
    require(START_OBJECT, field, "an object");
    Message.Builder part = builder.newBuilderForField(field);
    members(part);
    return part.build();
  }

  private Timestamp time(FieldDescriptor field) throws IOException {
    try {
      Instant at = Instant.parse(text(field, "a time such as 2026-01-31T10:00:00Z"));
      return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
    } catch (DateTimeException _) {
      throw wrong(field, "a time such as 2026-01-31T10:00:00Z");
    }
  }

  private void require(JsonToken token, FieldDescriptor field, String what) {
    if (parser.currentToken() != token) {
      throw wrong(field, what);
    }
  }

  private static ApiError wrong(FieldDescriptor field, String what) {
    return ProtoJson.malformed("The member '" + field.getJsonName() + "' must be " + what + ".");
  }

  private String shownName() throws IOException {
    String name = parser.currentName();
    return name.substring(0, Math.min(name.length(), SHOWN_OF_NAME)).replaceAll("[^ -~]", "?");
  }
}
