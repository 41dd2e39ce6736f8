package io.berth.scheduler.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import io.berth.scheduler.api.DefinitionForm;
import io.berth.scheduler.api.Operation.RequestBuilder;
import io.berth.scheduler.store.Seeds;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Nothing that is registered is lost: random definitions, in which sooner or later every member is
 * filled, go into their normal form and into a stored document, and come back.
 */
class DefinitionMembersTest {
  /** Tags are stored beside the document, in a column of their own. */
  private static final Set<String> BESIDE = Set.of("tags");

  private final JsonDocuments documents =
      new JsonDocuments(new JsonCodec(new UnknownMembers(new SilentLogger())));

  static LongStream seeds() {
    return Seeds.first(50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyMemberIsFoundAgain(long seed) {
    RegisterTaskDefinitionRequest request = anyRequest(seed);

    TaskDefinition normal = DefinitionForm.normalise(request);
    TaskDefinition.Builder empty = TaskDefinition.builder();
    TaskDefinition read =
        documents.read(new RequestBuilder<>(empty, empty::build), documents.write(normal));

    assertHas(request, read, "");
    RandomShapes.assertSame(normal, read);
  }

  /** Random texts are no sizes, which alone are read on the way. */
  private static RegisterTaskDefinitionRequest anyRequest(long seed) {
    RegisterTaskDefinitionRequest.Builder builder = RegisterTaskDefinitionRequest.builder();
    SdkPojo random =
        new RandomShapes(Seeds.random(seed), RandomShapes.Wire.JSON)
            .of(new RequestBuilder<>(builder, builder::build));
    return ((RegisterTaskDefinitionRequest) random)
        .copy(request -> request.cpu("256").memory("512"));
  }

  /** The actual one may say more, where the expected one is silent. */
  private static void assertHas(SdkPojo expected, SdkPojo actual, String path) {
    Map<String, SdkField<?>> fields =
        actual.sdkFields().stream()
            .collect(Collectors.toMap(SdkField::locationName, Function.identity()));
    for (SdkField<?> field : expected.sdkFields()) {
      Object value = Member.of(field).read(expected);
      if (value != null && !BESIDE.contains(path + field.locationName())) {
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
