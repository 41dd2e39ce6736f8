package io.berth.scheduler.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Compares what was sent in one shape with what came back in another, member by member. */
final class Carried {
  private Carried() {}

  /** The actual one may say more, where the expected one is silent. */
  static void assertHas(SdkPojo expected, SdkPojo actual) {
    assertHas(expected, actual, "");
  }

  private static void assertHas(SdkPojo expected, SdkPojo actual, String path) {
    Map<String, SdkField<?>> fields =
        actual.sdkFields().stream()
            .collect(Collectors.toMap(SdkField::locationName, Function.identity()));
    for (SdkField<?> field : expected.sdkFields()) {
      Object value = Member.of(field).read(expected);
      if (value != null) {
        String name = path + field.locationName();
        SdkField<?> target = fields.get(field.locationName());
        assertNotNull(target, name);
        assertHas(value, Member.of(target).read(actual), name);
      }
    }
  }

  private static void assertHas(Object expected, @Nullable Object actual, String path) {
    if (actual == null) {
      fail(path + " is lost");
    } else if (expected instanceof SdkPojo structure) {
      assertHas(structure, (SdkPojo) actual, path + ".");
    } else if (expected instanceof Collection<?> elements) {
      assertEquals(elements.size(), ((Collection<?>) actual).size(), path);
      Iterator<?> others = ((Collection<?>) actual).iterator();
      elements.forEach(element -> assertHas(element, others.next(), path + "[]"));
    } else {
      assertEquals(expected, actual, path);
    }
  }
}
