package io.berth.scheduler.aws;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;

/** Writes one message as JSON: names in lowerCamelCase, members by number. */
final class ProtoJsonWriter {
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private final JsonGenerator generator;

  ProtoJsonWriter(JsonGenerator generator) {
    this.generator = generator;
  }

  void message(Message message) throws IOException {
    generator.writeStartObject();
    for (Map.Entry<FieldDescriptor, Object> member : message.getAllFields().entrySet()) {
      FieldDescriptor field = member.getKey();
      generator.writeFieldName(field.getJsonName());
      if (field.isMapField()) {
        map((List<?>) member.getValue());
      } else if (field.isRepeated()) {
        generator.writeStartArray();
        for (Object element : (List<?>) member.getValue()) {
          value(field, element);
        }
        generator.writeEndArray();
      } else {
        value(field, member.getValue());
      }
    }
    generator.writeEndObject();
  }

  /**
   * An object, as proto's JSON has it, with its names in order: the same state is the same text.
   */
  private void map(List<?> entries) throws IOException {
    SortedMap<String, Message> sorted = new TreeMap<>();
    for (Object entry : entries) {
      Message one = (Message) entry;
      sorted.put(one.getField(member(one, KEY)).toString(), one);
    }
    generator.writeStartObject();
    for (Map.Entry<String, Message> entry : sorted.entrySet()) {
      FieldDescriptor value = member(entry.getValue(), VALUE);
      generator.writeFieldName(entry.getKey());
      value(value, entry.getValue().getField(value));
    }
    generator.writeEndObject();
  }

  private static FieldDescriptor member(Message entry, int number) {
    return entry.getDescriptorForType().findFieldByNumber(number);
  }

  private void value(FieldDescriptor field, Object value) throws IOException {
    switch (field.getJavaType()) {
      case STRING -> generator.writeString((String) value);
      case BOOLEAN -> generator.writeBoolean((Boolean) value);
      case ENUM -> generator.writeString(((EnumValueDescriptor) value).getName());
      case INT ->
          generator.writeNumber(
              ProtoNumbers.isUnsigned(field)
                  ? Integer.toUnsignedLong((Integer) value)
                  : (Integer) value);
      // As text: a reader's numbers may end at 53 bits.
      case LONG ->
          generator.writeString(
              ProtoNumbers.isUnsigned(field)
                  ? Long.toUnsignedString((Long) value)
                  : value.toString());
      case BYTE_STRING ->
          generator.writeString(
              Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
      case MESSAGE -> part((Message) value);
      case FLOAT, DOUBLE -> throw ProtoNumbers.notServed(field);
    }
  }

  private void part(Message message) throws IOException {
    if (message instanceof Timestamp time) {
      generator.writeString(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString());
    } else {
      message(message);
    }
  }
}
