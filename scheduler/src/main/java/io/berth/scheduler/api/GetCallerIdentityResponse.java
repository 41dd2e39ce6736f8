package io.berth.scheduler.api;

import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.LocationTrait;

/** Whose key signed the call. */
record GetCallerIdentityResponse(String userId, String account, String arn) implements SdkPojo {
  private static final List<SdkField<?>> FIELDS =
      List.of(
          text("UserId", GetCallerIdentityResponse::userId),
          text("Account", GetCallerIdentityResponse::account),
          text("Arn", GetCallerIdentityResponse::arn));

  @Override
  public List<SdkField<?>> sdkFields() {
    return FIELDS;
  }

  private static SdkField<String> text(
      String name, Function<GetCallerIdentityResponse, String> getter) {
    return SdkField.<String>builder(MarshallingType.STRING)
        .memberName(name)
        .getter(response -> getter.apply((GetCallerIdentityResponse) response))
        .traits(
            LocationTrait.builder().location(MarshallLocation.PAYLOAD).locationName(name).build())
        .build();
  }
}
