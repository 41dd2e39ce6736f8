package io.berth.scheduler.aws;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigInteger;
import java.util.Optional;

/** The whole numbers of Protobuf and their bounds, which Java's own types do not tell apart. */
final class ProtoNumbers {
  private ProtoNumbers() {}

  static boolean isUnsigned(FieldDescriptor field) {
    return switch (field.getType()) {
      case UINT32, FIXED32, UINT64, FIXED64 -> true;
      case INT32, SINT32, SFIXED32, INT64, SINT64, SFIXED64 -> false;
      case BOOL, BYTES, STRING, ENUM, MESSAGE, GROUP, FLOAT, DOUBLE ->
          throw new IllegalArgumentException(field.getFullName() + " is no whole number");
    };
  }

  /** The value as a builder takes it; empty when it does not fit. */
  static Optional<Object> fitting(FieldDescriptor field, String digits) {
    boolean small = field.getJavaType() == FieldDescriptor.JavaType.INT;
    int bits = small ? Integer.SIZE : Long.SIZE;
    BigInteger number = new BigInteger(digits);
    boolean fits =
        isUnsigned(field)
            ? number.signum() >= 0 && number.bitLength() <= bits
            : number.bitLength() < bits;
    if (!fits) {
      return Optional.empty();
    }
    return Optional.of(small ? (Object) number.intValue() : (Object) number.longValue());
  }

  static IllegalStateException notServed(FieldDescriptor field) {
    return new IllegalStateException("no contract of ours has " + field.getFullName());
  }
}
