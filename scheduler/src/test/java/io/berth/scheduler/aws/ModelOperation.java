package io.berth.scheduler.aws;

import io.berth.scheduler.api.Action;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.Operation.RequestBuilder;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** One operation of an SDK client, found by looking at the client's methods. */
record ModelOperation(Method method) {

  static List<ModelOperation> of(Class<?> client) {
    return Stream.of(client.getMethods())
        .filter(method -> method.getParameterCount() == 1)
        .filter(method -> AwsRequest.class.isAssignableFrom(method.getParameterTypes()[0]))
        .filter(method -> AwsResponse.class.isAssignableFrom(method.getReturnType()))
        .sorted(Comparator.comparing(Method::getName))
        .map(ModelOperation::new)
        .toList();
  }

  String name() {
    String name = method.getName();
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  RequestBuilder<SdkPojo> newRequest() {
    return newOf(method.getParameterTypes()[0]);
  }

  RequestBuilder<SdkPojo> newResponse() {
    return newOf(method.getReturnType());
  }

  /** The operation as the wire sees it, doing what it is told. */
  Operation<SdkPojo, SdkPojo> asOperation(String service, Action<SdkPojo, SdkPojo> action) {
    return new Operation<>(service, name(), this::newRequest, SdkPojo.class, action);
  }

  /** Calls it on a real client. */
  SdkPojo call(Object client, SdkPojo request) throws ReflectiveOperationException {
    return (SdkPojo) method.invoke(client, request);
  }

  private static RequestBuilder<SdkPojo> newOf(Class<?> type) {
    try {
      SdkPojo builder = (SdkPojo) type.getMethod("builder").invoke(null);
      return new RequestBuilder<>(builder, () -> (SdkPojo) ((Buildable) builder).build());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
