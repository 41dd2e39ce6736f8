package io.berth.scheduler.aws;

import com.google.protobuf.Message;
import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Caller;
import io.berth.scheduler.api.ControlOperation;
import io.berth.scheduler.identity.CredentialScope;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Our own API: {@code POST /berth/v1/<Method>} with the JSON form of its message, signed for the
 * service {@code berth}; refusals look as those of AWS JSON 1.1.
 */
public final class ControlRoute implements Route {
  private static final String PATH = "/berth/v1/";
  private static final int LARGEST_BODY = 64 << 10;

  private final Home home;
  private final Authentication authentication;
  private final Map<String, ControlOperation<?, ?>> operations = new HashMap<>();
  private final ProtoJson json = new ProtoJson();

  public ControlRoute(
      Home home, Authentication authentication, Collection<ControlOperation<?, ?>> all) {
    this.home = home;
    this.authentication = authentication;
    for (ControlOperation<?, ?> operation : all) {
      if (operations.put(operation.method(), operation) != null) {
        throw new IllegalStateException("two operations are called " + operation.method());
      }
    }
  }

  @Override
  public boolean takes(HttpHead head) {
    return head.method().equals("POST") && head.path().startsWith(PATH);
  }

  @Override
  public HttpAnswer answer(HttpHead head, byte[] body) {
    CredentialScope scope = authentication.require(head, body, RefusalForm.JSON);
    authentication.requireService(scope, ControlOperation.SERVICE, RefusalForm.JSON);
    ControlOperation<?, ?> operation = operations.get(head.path().substring(PATH.length()));
    if (operation == null) {
      throw ApiError.sender("UnknownOperationException", "The path names no method known here.");
    }
    if (body.length > LARGEST_BODY) {
      throw ApiError.sender(
          "RequestEntityTooLargeException", 413, "A request of this API has at most 64 KiB.");
    }
    Message request = json.decode(operation.emptyRequest(), body);
    Caller caller = new Caller(home.account(), home.region(), scope.key(), head.requestId());
    Message answer = operation.answer(caller, request);
    return new HttpAnswer(200, "application/json", Map.of(), json.encode(answer));
  }

  @Override
  public HttpAnswer refuse(HttpHead head, ApiError refusal) {
    return RefusalForm.json(refusal);
  }
}
