package io.berth.scheduler.api;

import io.berth.scheduler.api.Operation.RequestBuilder;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Shapes of the AWS model as the texts in which they are stored; the wire's codec lends itself for
 * it, so that a stored document is what a client would read.
 */
public interface Documents {

  /** The shape as JSON; what is absent leaves no trace. */
  String write(SdkPojo shape);

  /** The shape that was written; a text that no {@link #write} made is a bug. */
  <T extends SdkPojo> T read(RequestBuilder<T> empty, String text);

  /** What a client wrote as a request of this operation; refused if it is none. */
  <T extends SdkPojo> T readOf(String operation, RequestBuilder<T> empty, String text);
}
