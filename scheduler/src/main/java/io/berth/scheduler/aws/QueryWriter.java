package io.berth.scheduler.aws;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/** Writes one shape as the XML of the Query protocol, members in the order of the model. */
final class QueryWriter {
  private final XmlText xml;
  private final FieldTables tables;

  QueryWriter(XmlText xml, FieldTables tables) {
    this.xml = xml;
    this.tables = tables;
  }

  void structure(String name, SdkPojo pojo) {
    xml.open(name);
    for (Member member : tables.of(pojo).members()) {
      Object value = member.read(pojo);
      if (value != null) {
        value(member.name(), member.shape(), value);
      }
    }
    xml.close(name);
  }

  private void value(String name, Shape shape, Object value) {
    switch (shape) {
      case Shape.Scalar scalar -> xml.text(name, scalar(scalar, value));
      case Shape.Structure _ -> structure(name, (SdkPojo) value);
      case Shape.Sequence sequence -> list(name, sequence, (List<?>) value);
      case Shape.Mapping mapping -> map(name, mapping, (Map<?, ?>) value);
      case Shape.Anything _ ->
          throw new IllegalStateException("no Query service has documents: " + name);
    }
  }

  private void list(String name, Shape.Sequence sequence, List<?> elements) {
    if (sequence.flattened()) {
      elements.forEach(element -> value(name, sequence.element(), element));
      return;
    }
    xml.open(name);
    elements.forEach(element -> value(sequence.elementName(), sequence.element(), element));
    xml.close(name);
  }

  private void map(String name, Shape.Mapping mapping, Map<?, ?> entries) {
    String entryName = mapping.flattened() ? name : "entry";
    if (!mapping.flattened()) {
      xml.open(name);
    }
    entries.forEach((key, value) -> {
      xml.open(entryName).text(mapping.keyName(), (String) key);
      value(mapping.valueName(), mapping.value(), value);
      xml.close(entryName);
    });
    if (!mapping.flattened()) {
      xml.close(name);
    }
  }

  private static String scalar(Shape.Scalar scalar, Object value) {
    return switch (scalar) {
      case STRING, BOOLEAN, BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE, DECIMAL -> value.toString();
      case TIMESTAMP -> ((Instant) value).toString();
      case BLOB -> Base64.getEncoder().encodeToString(((SdkBytes) value).asByteArrayUnsafe());
    };
  }
}
