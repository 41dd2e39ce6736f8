package io.berth.scheduler.api;

import io.berth.scheduler.store.LaneFullException;
import io.berth.scheduler.store.StoreClosedException;
import java.util.function.Supplier;

/** What the store says about load and its end becomes what clients know. */
final class StoreAnswers {
  private StoreAnswers() {}

  static <T> T of(Supplier<T> work) {
    try {
      return work.get();
    } catch (LaneFullException _) {
      throw ApiError.sender("ThrottlingException", "Rate exceeded");
    } catch (StoreClosedException _) {
      throw ApiError.receiver(
          "ServiceUnavailable", 503, "The service is ending; it may or may not have done this.");
    }
  }
}
