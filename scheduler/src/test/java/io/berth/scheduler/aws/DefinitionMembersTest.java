package io.berth.scheduler.aws;

import io.berth.scheduler.api.DefinitionForm;
import io.berth.scheduler.api.Operation.RequestBuilder;
import io.berth.scheduler.store.Seeds;
import java.util.Collection;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Nothing that is registered is lost: random definitions, in which sooner or later every member is
 * filled, go into their normal form and into a stored document, and come back.
 */
class DefinitionMembersTest {
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

    Carried.assertHas(request, read);
    RandomShapes.assertSame(normal, read);
  }

  /** Random texts are no sizes, which alone are read on the way. */
  private static RegisterTaskDefinitionRequest anyRequest(long seed) {
    RegisterTaskDefinitionRequest.Builder builder = RegisterTaskDefinitionRequest.builder();
    SdkPojo random =
        new RandomShapes(Seeds.random(seed), RandomShapes.Wire.JSON)
            .of(new RequestBuilder<>(builder, builder::build));
    // Nor do they have tags in the document, which are stored beside it.
    return ((RegisterTaskDefinitionRequest) random)
        .copy(request -> request.cpu("256").memory("512").tags((Collection<Tag>) null));
  }
}
