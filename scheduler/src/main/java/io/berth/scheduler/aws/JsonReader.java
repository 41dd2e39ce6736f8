package io.berth.scheduler.aws;

import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.END_ARRAY;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.END_OBJECT;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.START_ARRAY;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.START_OBJECT;
import static software.amazon.awssdk.thirdparty.jackson.core.JsonToken.VALUE_NULL;

import io.berth.scheduler.api.ApiError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.utils.builder.Buildable;

/** Fills one request from one JSON text. The parser bounds the depth, so recursion is safe. */
final class JsonReader {
  private final JsonParser parser;
  private final FieldTables tables;
  private final UnknownMember unknown;
  private final JsonScalars scalars;

  JsonReader(JsonParser parser, FieldTables tables, UnknownMember unknown) {
    this.parser = parser;
    this.tables = tables;
    this.unknown = unknown;
    this.scalars = new JsonScalars(parser);
  }

  /** No body at all is an object without members. */
  void document(SdkPojo builder) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return;
    }
    if (first != START_OBJECT) {
      throw JsonCodec.malformed("The body must be a JSON object.");
    }
    members(builder);
    if (parser.nextToken() != null) {
      throw JsonCodec.malformed("The body goes on after its JSON object.");
    }
  }

  /** A member that comes twice counts as it came last, also when that is null. */
  private void members(SdkPojo builder) throws IOException {
    FieldTable table = tables.of(builder);
    while (parser.nextToken() != END_OBJECT) {
      String name = parser.currentName();
      Member member = table.find(name);
      parser.nextToken();
      if (member == null) {
        unknown.skipped(table.shapeName(), name);
        parser.skipChildren();
      } else {
        member.write(builder, value(member.shape()));
      }
    }
  }

  private @Nullable Object value(Shape shape) throws IOException {
    if (parser.currentToken() == VALUE_NULL) {
      return null;
    }
    return switch (shape) {
      case Shape.Scalar scalar -> scalars.read(scalar);
      case Shape.Structure structure -> structure(structure);
      case Shape.Sequence sequence -> list(sequence);
      case Shape.Mapping mapping -> map(mapping);
      case Shape.Anything _ -> anything();
    };
  }

  private Object structure(Shape.Structure structure) throws IOException {
    require(START_OBJECT, "an object");
    SdkPojo builder = structure.builder().get();
    members(builder);
    return ((Buildable) builder).build();
  }

  /** Null means absent, so a null among the elements is none. */
  private List<Object> list(Shape.Sequence sequence) throws IOException {
    require(START_ARRAY, "an array");
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != END_ARRAY) {
      Object element = value(sequence.element());
      if (element != null) {
        elements.add(element);
      }
    }
    return elements;
  }

  private Map<String, Object> map(Shape.Mapping mapping) throws IOException {
    require(START_OBJECT, "an object");
    Map<String, Object> entries = new LinkedHashMap<>();
    while (parser.nextToken() != END_OBJECT) {
      String key = scalars.text(parser.currentName());
      parser.nextToken();
      Object value = value(mapping.value());
      if (value == null) {
        entries.remove(key);
      } else {
        entries.put(key, value);
      }
    }
    return entries;
  }

  private Document anything() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> documentMap();
      case START_ARRAY -> documentList();
      case VALUE_STRING -> Document.fromString(scalars.text(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Document.fromNumber(scalars.numberText());
      case VALUE_TRUE -> Document.fromBoolean(true);
      case VALUE_FALSE -> Document.fromBoolean(false);
      case VALUE_NULL -> Document.fromNull();
      case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + parser.currentToken());
    };
  }

  private Document documentMap() throws IOException {
    Map<String, Document> entries = new LinkedHashMap<>();
    while (parser.nextToken() != END_OBJECT) {
      String key = scalars.text(parser.currentName());
      parser.nextToken();
      entries.put(key, anything());
    }
    return Document.fromMap(entries);
  }

  private Document documentList() throws IOException {
    List<Document> elements = new ArrayList<>();
    while (parser.nextToken() != END_ARRAY) {
      elements.add(anything());
    }
    return Document.fromList(elements);
  }

  private void require(JsonToken token, String what) throws ApiError {
    if (parser.currentToken() != token) {
      throw scalars.wrongType(what);
    }
  }
}
