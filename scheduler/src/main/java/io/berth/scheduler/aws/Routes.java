package io.berth.scheduler.aws;

import io.berth.scheduler.api.ApiError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the route of a request and makes an answer of whatever comes of it: an answer, a refusal,
 * or a bug, of which the caller learns nothing but the id to ask us about.
 */
final class Routes {
  private static final Logger LOG = System.getLogger(Routes.class.getName());

  private final List<Route> routes;

  Routes(List<Route> routes) {
    List<Route> all = new ArrayList<>(routes);
    all.add(new NoRoute());
    this.routes = List.copyOf(all);
  }

  HttpAnswer answer(HttpHead head, byte[] body) {
    Route route = routeOf(head);
    try {
      return route.answer(head, body);
    } catch (ApiError refusal) {
      return route.refuse(head, refusal);
    } catch (RuntimeException | StackOverflowError bug) {
      LOG.log(Level.ERROR, () -> "a request met a bug: request=" + head.requestId(), bug);
      return failed(head);
    }
  }

  HttpAnswer refuse(HttpHead head, ApiError refusal) {
    return routeOf(head).refuse(head, refusal);
  }

  /** All that a caller learns of a bug. */
  HttpAnswer failed(HttpHead head) {
    return refuse(head, internalFailure(head));
  }

  private static ApiError internalFailure(HttpHead head) {
    return ApiError.receiver(
        "InternalFailure",
        500,
        "The request failed because of an internal error; its request id is "
            + head.requestId()
            + ".");
  }

  private Route routeOf(HttpHead head) {
    for (Route route : routes) {
      if (route.takes(head)) {
        return route;
      }
    }
    throw new IllegalStateException("the last route takes everything");
  }
}
