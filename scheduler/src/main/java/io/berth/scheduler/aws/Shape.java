package io.berth.scheduler.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** What a member holds, as the codecs see it. */
sealed interface Shape {

  /** A value without parts. */
  enum Scalar implements Shape {
    STRING,
    BOOLEAN,
    BYTE,
    SHORT,
    INTEGER,
    LONG,
    FLOAT,
    DOUBLE,
    DECIMAL,
    TIMESTAMP,
    BLOB
  }

  /** Whatever JSON there is, kept as it is. */
  record Anything() implements Shape {}

  /** Its own members; the builder starts an empty one. */
  record Structure(Supplier<SdkPojo> builder) implements Shape {}

  /**
   * Elements in order.
   *
   * @param elementName what Query and XML call each of them
   * @param flattened whether Query and XML leave that name out
   */
  record Sequence(Shape element, String elementName, boolean flattened) implements Shape {}

  /** Values by text; Query and XML name the two halves of an entry. */
  record Mapping(Shape value, String keyName, String valueName, boolean flattened)
      implements Shape {}

  static Shape of(SdkField<?> field) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> Scalar.STRING;
      case BOOLEAN -> Scalar.BOOLEAN;
      case BYTE -> Scalar.BYTE;
      case SHORT -> Scalar.SHORT;
      case INTEGER -> Scalar.INTEGER;
      case LONG -> Scalar.LONG;
      case FLOAT -> Scalar.FLOAT;
      case DOUBLE -> Scalar.DOUBLE;
      case BIG_DECIMAL -> Scalar.DECIMAL;
      case INSTANT -> Scalar.TIMESTAMP;
      case SDK_BYTES -> Scalar.BLOB;
      case DOCUMENT -> new Anything();
      case SDK_POJO -> new Structure(field.constructor());
      case LIST -> sequence(field.getRequiredTrait(ListTrait.class));
      case MAP -> mapping(field.getRequiredTrait(MapTrait.class));
      case NULL -> throw new IllegalStateException("a field without type: " + field.memberName());
    };
  }

  private static Shape sequence(ListTrait trait) {
    SdkField<?> element = trait.memberFieldInfo();
    return new Sequence(of(element), element.locationName(), trait.isFlattened());
  }

  private static Shape mapping(MapTrait trait) {
    SdkField<?> value = trait.valueFieldInfo();
    return new Mapping(
        of(value), trait.keyLocationName(), trait.valueLocationName(), trait.isFlattened());
  }
}
