package io.berth.scheduler.api;

import java.util.List;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** A question without members. */
record GetCallerIdentityRequest() implements SdkPojo {

  @Override
  public List<SdkField<?>> sdkFields() {
    return List.of();
  }

  /** Has nothing to collect. */
  record Builder() implements SdkPojo, SdkBuilder<Builder, GetCallerIdentityRequest> {

    @Override
    public List<SdkField<?>> sdkFields() {
      return List.of();
    }

    @Override
    public GetCallerIdentityRequest build() {
      return new GetCallerIdentityRequest();
    }
  }
}
