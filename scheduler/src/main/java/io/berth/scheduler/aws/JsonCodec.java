package io.berth.scheduler.aws;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Operation.RequestBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonProcessingException;
import software.amazon.awssdk.thirdparty.jackson.core.StreamReadConstraints;
import software.amazon.awssdk.thirdparty.jackson.core.util.JsonRecyclerPools;

/**
 * Reads and writes every shape of the AWS model as JSON, by what the shape says about itself.
 *
 * <p>Tokens come from the copy of Jackson's streaming core that the SDK's model classes bring along
 * anyway: a second Jackson, or a parser of our own, would only add weight. Any thread may call.
 */
public final class JsonCodec {
  private static final int DEEPEST = 64;
  private static final int MOST_BUFFERS = 32;

  private final JsonFactory factory;
  private final FieldTables tables;
  private final UnknownMembers unknown;

  public JsonCodec(UnknownMembers unknown) {
    this(unknown, new FieldTables());
  }

  JsonCodec(UnknownMembers unknown, FieldTables tables) {
    this.unknown = unknown;
    this.tables = tables;
    this.factory =
        JsonFactory.builder()
            // Names come from strangers: no table of them may outlive the request.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            // Buffers kept by thread would be new for each request, which has a thread of its own.
            .recyclerPool(JsonRecyclerPools.newBoundedPool(MOST_BUFFERS))
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();
  }

  /** Reads a request; what cannot be read is refused with {@code SerializationException}. */
  public <I extends SdkPojo> I decode(String operation, RequestBuilder<I> request, byte[] body) {
    try {
      CharBuffer text = Utf8.decode(ByteBuffer.wrap(body));
      read(operation, request.fields(), text);
      return request.finished().get();
    } catch (CharacterCodingException _) {
      throw malformed("The body is not UTF-8.");
    } catch (JsonProcessingException e) {
      throw malformed("The body cannot be read: " + shortened(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
    }
  }

  /** Writes what is present; an absent member leaves no trace, an empty list does. */
  public byte[] encode(SdkPojo pojo) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = factory.createGenerator(bytes)) {
      new JsonWriter(generator, tables).structure(pojo);
    } catch (IOException e) {
      throw new UncheckedIOException("the response cannot be written as JSON", e);
    }
    return bytes.toByteArray();
  }

  private void read(String operation, SdkPojo fields, CharBuffer text) throws IOException {
    try (JsonParser parser =
        factory.createParser(text.array(), text.arrayOffset(), text.remaining())) {
      new JsonReader(parser, tables, (shape, member) -> unknown.skipped(operation, shape, member))
          .document(fields);
    }
  }

  static ApiError malformed(String sentence) {
    return ApiError.sender("SerializationException", sentence);
  }

  private static String shortened(String sentence) {
    return sentence.substring(0, Math.min(sentence.length(), 200)).replaceAll("[^ -~]", "?");
  }
}
