package io.berth.scheduler.api;

import com.google.protobuf.Message;
import java.util.function.BiFunction;

/**
 * One method of our own API: its name, its messages, and what it does. The messages describe
 * themselves, so this is all that the wire needs.
 *
 * @param method as {@code control.proto} names it
 * @param emptyRequest the default instance of the request
 * @param action answers, or refuses by throwing an {@link ApiError}; it may block
 */
public record ControlOperation<I extends Message, O extends Message>(
    String method, I emptyRequest, BiFunction<Caller, I, O> action) {

  /** The name by which calls of our own API are signed. */
  public static final String SERVICE = "berth";

  /** Answers a request of this method's own type. */
  public O answer(Caller caller, Message request) {
    @SuppressWarnings("unchecked")
    I typed = (I) emptyRequest.getClass().cast(request);
    return StoreAnswers.of(() -> action.apply(caller, typed));
  }
}
