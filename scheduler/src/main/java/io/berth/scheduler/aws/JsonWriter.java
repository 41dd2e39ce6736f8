package io.berth.scheduler.aws;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;

/** Writes one shape as JSON, members in the order of the model. */
final class JsonWriter {
  private final JsonGenerator generator;
  private final FieldTables tables;

  JsonWriter(JsonGenerator generator, FieldTables tables) {
    this.generator = generator;
    this.tables = tables;
  }

  void structure(SdkPojo pojo) throws IOException {
    generator.writeStartObject();
    for (Member member : tables.of(pojo).members()) {
      Object value = member.read(pojo);
      if (value != null) {
        generator.writeFieldName(member.name());
        value(member.shape(), value);
      }
    }
    generator.writeEndObject();
  }

  private void value(Shape shape, Object value) throws IOException {
    switch (shape) {
      case Shape.Scalar scalar -> scalar(scalar, value);
      case Shape.Structure _ -> structure((SdkPojo) value);
      case Shape.Sequence sequence -> list(sequence, (List<?>) value);
      case Shape.Mapping mapping -> map(mapping, (Map<?, ?>) value);
      case Shape.Anything _ -> document((Document) value);
    }
  }

  private void list(Shape.Sequence sequence, List<?> elements) throws IOException {
    generator.writeStartArray();
    for (Object element : elements) {
      value(sequence.element(), element);
    }
    generator.writeEndArray();
  }

  private void map(Shape.Mapping mapping, Map<?, ?> entries) throws IOException {
    generator.writeStartObject();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      generator.writeFieldName((String) entry.getKey());
      value(mapping.value(), entry.getValue());
    }
    generator.writeEndObject();
  }

  private void scalar(Shape.Scalar scalar, Object value) throws IOException {
    switch (scalar) {
      case STRING -> generator.writeString((String) value);
      case BOOLEAN -> generator.writeBoolean((Boolean) value);
      case BYTE, SHORT, INTEGER, LONG -> generator.writeNumber(((Number) value).longValue());
      case FLOAT -> generator.writeNumber((Float) value);
      case DOUBLE -> generator.writeNumber((Double) value);
      case DECIMAL -> generator.writeNumber((BigDecimal) value);
      case TIMESTAMP -> generator.writeNumber(Timestamps.seconds((Instant) value));
      case BLOB ->
          generator.writeString(
              Base64.getEncoder().encodeToString(((SdkBytes) value).asByteArrayUnsafe()));
    }
  }

  private void document(Document document) throws IOException {
    if (document.isMap()) {
      generator.writeStartObject();
      for (Map.Entry<String, Document> entry : document.asMap().entrySet()) {
        generator.writeFieldName(entry.getKey());
        document(entry.getValue());
      }
      generator.writeEndObject();
    } else if (document.isList()) {
      generator.writeStartArray();
      for (Document element : document.asList()) {
        document(element);
      }
      generator.writeEndArray();
    } else {
      plain(document);
    }
  }

  private void plain(Document document) throws IOException {
    if (document.isString()) {
      generator.writeString(document.asString());
    } else if (document.isNumber()) {
      generator.writeNumber(document.asNumber().stringValue());
    } else if (document.isBoolean()) {
      generator.writeBoolean(document.asBoolean());
    } else {
      generator.writeNull();
    }
  }
}
