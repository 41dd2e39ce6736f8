package io.berth.scheduler.aws;

import com.google.protobuf.Message;
import io.berth.scheduler.api.ApiError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonProcessingException;
import software.amazon.awssdk.thirdparty.jackson.core.StreamReadConstraints;
import software.amazon.awssdk.thirdparty.jackson.core.util.JsonRecyclerPools;

/**
 * Reads and writes messages in their JSON form, by what they say about themselves. Stricter than
 * the library that comes with Protobuf: one spelling for each name and value, an unknown or
 * repeated member is refused by name. Any thread may call.
 */
final class ProtoJson {
  private static final int DEEPEST = 16;
  private static final int MOST_BUFFERS = 32;

  private final JsonFactory factory =
      JsonFactory.builder()
          // Names come from strangers: no table of them may outlive the request.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          // Buffers kept by thread would be new for each request, which has a thread of its own.
          .recyclerPool(JsonRecyclerPools.newBoundedPool(MOST_BUFFERS))
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  /** Reads a message of the same type as the empty one; no body at all is one without members. */
  Message decode(Message empty, byte[] body) {
    try {
      CharBuffer text = Utf8.decode(ByteBuffer.wrap(body));
      Message.Builder builder = empty.newBuilderForType();
      try (JsonParser parser =
          factory.createParser(text.array(), text.arrayOffset(), text.remaining())) {
        new ProtoJsonReader(parser).document(builder);
      }
      return builder.build();
    } catch (CharacterCodingException _) {
      throw malformed("The body is not UTF-8.");
    } catch (JsonProcessingException _) {
      throw malformed("The body is not well-formed JSON.");
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
    }
  }

  /** Writes what is set; a value that is the default of its type leaves no trace. */
  byte[] encode(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = factory.createGenerator(bytes)) {
      new ProtoJsonWriter(generator).message(message);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  static ApiError malformed(String sentence) {
    return ApiError.sender("SerializationException", sentence);
  }
}
