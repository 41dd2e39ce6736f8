package io.berth.scheduler.aws;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Caller;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.aws.OperationTable.QueryOperation;
import io.berth.scheduler.identity.CredentialScope;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The way from a request of an AWS client to its operation and back. The signature is judged before
 * anything is said about the rest of the request.
 */
public final class AwsRoute implements Route {
  private final Home home;
  private final Authentication authentication;
  private final OperationTable operations;
  private final JsonCodec json;
  private final QueryCodec query;

  public AwsRoute(
      Home home,
      Authentication authentication,
      Collection<Operation<?, ?>> operations,
      UnknownMembers unknown) {
    this.home = home;
    this.authentication = authentication;
    this.operations = new OperationTable(WireService.all(), operations);
    FieldTables tables = new FieldTables();
    this.json = new JsonCodec(unknown, tables);
    this.query = new QueryCodec(unknown, tables);
  }

  @Override
  public boolean takes(HttpHead head) {
    return head.path().equals("/")
        && (head.method().equals("POST")
            || (head.method().equals("GET") && RefusalForm.of(head) == RefusalForm.QUERY));
  }

  @Override
  public HttpAnswer answer(HttpHead head, byte[] body) {
    RefusalForm form = RefusalForm.of(head);
    CredentialScope scope = authentication.require(head, body, form);
    return switch (form) {
      case JSON -> answerJson(head, body, scope);
      case QUERY -> answerQuery(head, body, scope);
    };
  }

  @Override
  public HttpAnswer refuse(HttpHead head, ApiError refusal) {
    return RefusalForm.of(head).answer(refusal, head.requestId(), "");
  }

  private HttpAnswer answerJson(HttpHead head, byte[] body, CredentialScope scope) {
    Operation<?, ?> operation = head.header("x-amz-target").map(operations::ofTarget).orElse(null);
    if (operation == null) {
      throw ApiError.sender(
          "UnknownOperationException", "The header X-Amz-Target names no operation known here.");
    }
    authentication.requireService(scope, operation.service(), RefusalForm.JSON);
    byte[] answer = json.encode(callJson(operation, caller(head, scope), body));
    return new HttpAnswer(200, RefusalForm.JSON_TYPE, Map.of(), answer);
  }

  private <I extends SdkPojo, O extends SdkPojo> O callJson(
      Operation<I, O> operation, Caller caller, byte[] body) {
    return operation.answer(
        caller, json.decode(operation.name(), operation.newRequest().get(), body));
  }

  private HttpAnswer answerQuery(HttpHead head, byte[] body, CredentialScope scope) {
    Map<String, String> parameters = parameters(head, body);
    QueryOperation asked = asked(parameters);
    try {
      authentication.requireService(scope, asked.operation().service(), RefusalForm.QUERY);
      SdkPojo response = callQuery(asked.operation(), caller(head, scope), parameters);
      byte[] answer =
          query.encode(asked.operation().name(), asked.namespace(), head.requestId(), response);
      return new HttpAnswer(200, RefusalForm.XML_TYPE, Map.of(), answer);
    } catch (ApiError refusal) {
      // Here the namespace of the service is known, so the refusal can be written in it.
      return RefusalForm.QUERY.answer(refusal, head.requestId(), asked.namespace());
    }
  }

  private <I extends SdkPojo, O extends SdkPojo> O callQuery(
      Operation<I, O> operation, Caller caller, Map<String, String> parameters) {
    return operation.answer(
        caller, query.decode(operation.name(), operation.newRequest().get(), parameters));
  }

  private static Map<String, String> parameters(HttpHead head, byte[] body) {
    Map<String, String> parameters = new HashMap<>(FormText.ofQuery(head.query()));
    if (RefusalForm.isForm(head)) {
      parameters.putAll(FormText.ofBody(body));
    }
    return parameters;
  }

  private QueryOperation asked(Map<String, String> parameters) {
    String action = parameters.get("Action");
    if (action == null) {
      throw ApiError.sender("MissingAction", "The request must contain the parameter Action.");
    }
    QueryOperation asked = operations.ofAction(parameters.get("Version"), action);
    if (asked == null) {
      throw ApiError.sender(
          "InvalidAction", "The parameters Action and Version name no operation known here.");
    }
    return asked;
  }

  private Caller caller(HttpHead head, CredentialScope scope) {
    return new Caller(home.account(), home.region(), scope.key(), head.requestId());
  }
}
