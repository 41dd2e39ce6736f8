package io.berth.scheduler.aws;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** One member of a structure: its name on the wire, what it holds, and how to get at it. */
record Member(String name, Shape shape, SdkField<?> field) {

  static Member of(SdkField<?> field) {
    return new Member(field.locationName(), Shape.of(field), field);
  }

  void write(SdkPojo builder, @Nullable Object value) {
    field.set(builder, value);
  }

  /** The value, or null where the member is absent; an empty list that was set is present. */
  @Nullable Object read(SdkPojo pojo) {
    Object value = stored(pojo);
    boolean neverSet =
        value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
    return neverSet ? null : value;
  }

  /** For a client's token that is not set, the field itself would invent a random one. */
  private @Nullable Object stored(SdkPojo pojo) {
    if (pojo instanceof SdkRequest request && field.containsTrait(DefaultValueTrait.class)) {
      return request.getValueForField(field.memberName(), Object.class).orElse(null);
    }
    return field.getValueOrDefault(pojo);
  }
}
