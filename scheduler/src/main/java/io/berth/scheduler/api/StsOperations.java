package io.berth.scheduler.api;

import java.util.List;

/**
 * The one operation of STS that every tool asks first: whose key is this? Its shapes are a table of
 * their own, so that nobody ships the SDK of a whole service for three strings.
 */
public final class StsOperations {
  private StsOperations() {}

  public static List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            new Operation.Name("sts", "GetCallerIdentity"),
            GetCallerIdentityRequest.Builder::new,
            GetCallerIdentityResponse.class,
            StsOperations::getCallerIdentity));
  }

  private static GetCallerIdentityResponse getCallerIdentity(
      Caller caller, GetCallerIdentityRequest request) {
    String user = caller.accessKeyId().text();
    return new GetCallerIdentityResponse(
        user, caller.account(), "arn:aws:iam::" + caller.account() + ":user/" + user);
  }
}
