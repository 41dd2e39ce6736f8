package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Documents;
import io.berth.scheduler.api.Operation.RequestBuilder;
import software.amazon.awssdk.core.SdkPojo;

/** Stores shapes in the words of JSON 1.1. Any thread may call. */
public final class JsonDocuments implements Documents {
  private static final String STORED = "a stored document";
  private final JsonCodec codec;

  public JsonDocuments(JsonCodec codec) {
    this.codec = codec;
  }

  @Override
  public String write(SdkPojo shape) {
    return new String(codec.encode(shape), UTF_8);
  }

  @Override
  public <T extends SdkPojo> T read(RequestBuilder<T> empty, String text) {
    try {
      return codec.decode(STORED, empty, text.getBytes(UTF_8));
    } catch (ApiError refusal) {
      throw new IllegalStateException("a stored document cannot be read", refusal);
    }
  }

  @Override
  public <T extends SdkPojo> T readOf(String operation, RequestBuilder<T> empty, String text) {
    return codec.decode(operation, empty, text.getBytes(UTF_8));
  }
}
