package io.berth.scheduler.api;

import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * One operation of one service: its names on the wire, its shapes, and what it does. The shapes
 * list their own fields, so this is all that the wire needs.
 *
 * @param service the name by which the service signs, such as {@code ecs}
 * @param name as the client sends it, such as {@code RunTask}
 * @param newRequest an empty request to be filled field by field
 * @param <I> the request
 * @param <O> the response
 */
public record Operation<I extends SdkPojo, O extends SdkPojo>(
    String service,
    String name,
    Supplier<RequestBuilder<I>> newRequest,
    Class<O> responseType,
    Action<I, O> action) {

  /** What an operation is called: the name by which its service signs, and its own. */
  public record Name(String service, String operation) {}

  /** The usual way: {@code of(new Name("ecs", "RunTask"), RunTaskRequest::builder, …)}. */
  public static <B extends SdkBuilder<B, I> & SdkPojo, I extends SdkPojo, O extends SdkPojo>
      Operation<I, O> of(
          Name name, Supplier<B> newBuilder, Class<O> responseType, Action<I, O> action) {
    return new Operation<>(
        name.service(),
        name.operation(),
        () -> {
          B builder = newBuilder.get();
          return new RequestBuilder<>(builder, builder::build);
        },
        responseType,
        action);
  }

  /** Does it; what the store says about load and its end becomes what clients know. */
  public O answer(Caller caller, I request) {
    return StoreAnswers.of(() -> action.answer(caller, request));
  }

  /** A request on its way: the fields are set on one, the other makes it final. */
  public record RequestBuilder<I extends SdkPojo>(SdkPojo fields, Supplier<I> finished) {}
}
