package io.berth.scheduler.api;

import software.amazon.awssdk.core.SdkPojo;

/**
 * What an operation does; runs on a virtual thread and may block.
 *
 * @param <I> the request
 * @param <O> the response
 */
@FunctionalInterface
public interface Action<I extends SdkPojo, O extends SdkPojo> {

  /**
   * Answers, or refuses by throwing an {@link ApiError}; any other exception is a bug, and the
   * caller learns no more than that.
   */
  O answer(Caller caller, I request);
}
