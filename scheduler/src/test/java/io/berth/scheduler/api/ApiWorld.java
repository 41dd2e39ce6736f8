package io.berth.scheduler.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Message;
import io.berth.proto.control.ExplainRequest;
import io.berth.proto.control.ExplainResponse;
import io.berth.scheduler.aws.JsonCodec;
import io.berth.scheduler.aws.JsonDocuments;
import io.berth.scheduler.aws.UnknownMembers;
import io.berth.scheduler.control.AttributeCommands;
import io.berth.scheduler.control.ClusterCommands;
import io.berth.scheduler.control.DefinitionCommands;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.control.ServiceCommands;
import io.berth.scheduler.control.ServiceLoop;
import io.berth.scheduler.control.TagCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import software.amazon.awssdk.core.SdkPojo;

/** Every operation over a store in memory, called as the wire calls them. */
final class ApiWorld {
  private static final Caller CALLER =
      new Caller("000000000000", "us-east-1", new AccessKeyId("BRTHTEST"), "request-1");

  private final Instant now = Samples.NOON;
  private final JsonCodec codec = new JsonCodec(new UnknownMembers());
  final InlineStore store = new InlineStore(new MemoryJournal());
  private final TaskCommands tasks = new TaskCommands(store, () -> now, new SplittableRandom(3));
  private final HostCommands hosts = new HostCommands(store, () -> now);
  private final ServiceLoop loop = new ServiceLoop(store, new SplittableRandom(5));
  private final List<Operation<?, ?>> operations = new ArrayList<>();
  private final HostViewOperations views = new HostViewOperations(store, hosts);

  private final Documents documents = new JsonDocuments(codec);
  private final RunTaskDocuments requests = new RunTaskDocuments(documents);
  private final ExplainOperations explaining =
      new ExplainOperations(store, requests, () -> now, new Questions(1, Duration.ZERO, () -> 0));

  ApiWorld() {
    ClusterCommands clusters = new ClusterCommands(store, () -> now);
    operations.addAll(new ClusterOperations(store, clusters).all());
    operations.addAll(
        new DefinitionOperations(store, new DefinitionCommands(store, () -> now), documents).all());
    operations.addAll(new TaskOperations(store, tasks, documents).all());
    ServiceCommands services = new ServiceCommands(store, () -> now, new SplittableRandom(4));
    operations.addAll(new ServiceOperations(store, services, documents).all());
    operations.addAll(new HostOperations(store, hosts).all());
    operations.addAll(
        new AttributeOperations(store, new AttributeCommands(store, () -> now)).all());
    operations.addAll(new TagOperations(store, new TagCommands(store)).all());
    clusters.create(new ClusterName("default"), Map.of(), Map.of());
  }

  /** What there is to do for services is done. */
  void turn() {
    loop.turn(now);
  }

  List<Operation<?, ?>> operations() {
    return List.copyOf(operations);
  }

  /** Answers a request as a client writes it. */
  SdkPojo json(String operation, String body) {
    return decoded(find(operation), body);
  }

  /** What a request of RunTask asks for; nothing of it is done. */
  RunTask read(String body) {
    return requests.read(store.snapshot(), CALLER, body);
  }

  ExplainResponse explain(ExplainRequest.Builder request) {
    return (ExplainResponse) explaining.all().getFirst().answer(CALLER, request.build());
  }

  /** Answers as the method of our own API about hosts that the request's type names. */
  <O extends Message> O view(Class<O> responseType, Message request) {
    String name = request.getClass().getSimpleName().replace("Request", "");
    return views.all().stream()
        .filter(one -> one.method().equals(name))
        .findFirst()
        .map(one -> responseType.cast(one.answer(CALLER, request)))
        .orElseThrow(() -> new AssertionError("there is no method " + name));
  }

  private <I extends SdkPojo> SdkPojo decoded(Operation<I, ?> operation, String body) {
    I request = codec.decode(operation.name(), operation.newRequest().get(), body.getBytes(UTF_8));
    return operation.answer(CALLER, request);
  }

  private Operation<?, ?> find(String name) {
    return operations.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no operation " + name));
  }

  /** All rows of all tables. */
  List<Object> rows() {
    List<Object> rows = new ArrayList<>();
    Tables.ALL.forEach(table -> store.snapshot().rows(table).forEach(rows::add));
    return rows;
  }

  /** Answers as the operation that the request's type names. */
  <O extends SdkPojo> O call(Class<O> responseType, SdkPojo request) {
    String name = request.getClass().getSimpleName().replace("Request", "");
    return responseType.cast(answer(find(name), request));
  }

  @SuppressWarnings("unchecked") // the name of an operation is that of its request
  private static <I extends SdkPojo> SdkPojo answer(Operation<I, ?> operation, SdkPojo request) {
    return operation.answer(CALLER, (I) request);
  }

  void assertRefused(String code, SdkPojo request) {
    ApiError error = assertThrows(ApiError.class, () -> call(SdkPojo.class, request));
    assertEquals(code, error.code(), error.sentence());
  }

  Host join(int number, Resources size) {
    return join(number, Samples.host(number, size).facts());
  }

  Host join(int number, HostFacts facts) {
    Host sample = Samples.host(number, Resources.NONE);
    var hello =
        new HostCommands.Hello(
            facts,
            sample.contact().incarnation(),
            new Contact.Engine(Contact.Availability.AVAILABLE, now, ""),
            Map.of("rack", "1"));
    return switch (hosts.hello(sample.id(), new ClusterName("default"), hello)) {
      case Outcome.Done<Host>(Host host) -> host;
      case Outcome.Refused<Host>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  /** Nothing is heard of its agent any more. */
  void silence(Host host) {
    hosts.silent(host.id(), host.contact().session());
  }

  /** Its machine is about to end. */
  void shutsDown(Host host) {
    hosts.shutsDown(host.id(), host.contact().session());
  }

  void engine(Host host, Contact.Availability availability) {
    hosts.engine(
        host.id(), host.contact().session(), new Contact.Engine(availability, now, "it is so"));
  }

  void tell(Host host, String taskArn, Sighting sighting) {
    TaskId id = TaskId.parse(taskArn.substring(taskArn.lastIndexOf('/') + 1));
    tasks.told(host.id(), Map.of(id, sighting));
  }
}
