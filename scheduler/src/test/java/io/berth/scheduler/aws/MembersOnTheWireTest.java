package io.berth.scheduler.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.api.Operation.RequestBuilder;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/**
 * Every member of the requests that say what shall run is sent by the SDK's client to the real
 * operations, and found again in what is described, or refused by its name.
 *
 * <p>The requests stand in files under {@code members}; a member that the model has and no file
 * shows up as missing.
 */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
class MembersOnTheWireTest {
  private static final String START = "arn:aws:ecs:us-east-1:000000000000:";

  private FrontWorld world;
  private EcsClient ecs;

  @BeforeEach
  void open() throws Exception {
    world = FrontWorld.open();
    ecs = world.client();
    world.join(
        1,
        Samples.facts(
            1, new Resources(4_096, 4_096, 100, 0), List.of(), List.of("GPU-1", "GPU-2", "GPU-3")));
  }

  @AfterEach
  void close() {
    ecs.close();
    world.close();
  }

  private static <T> T read(String file, RequestBuilder<?> empty, Class<T> type)
      throws IOException {
    try (InputStream in =
        MembersOnTheWireTest.class.getResourceAsStream("/members/" + file + ".json")) {
      JsonCodec codec = new JsonCodec(new UnknownMembers(new SilentLogger()));
      return type.cast(codec.decode(file, empty, in.readAllBytes()));
    }
  }

  private static RegisterTaskDefinitionRequest definition() throws IOException {
    var empty = RegisterTaskDefinitionRequest.builder();
    return read(
        "definition",
        new RequestBuilder<>(empty, empty::build),
        RegisterTaskDefinitionRequest.class);
  }

  private static RunTaskRequest runTask() throws IOException {
    var empty = RunTaskRequest.builder();
    return read("run-task", new RequestBuilder<>(empty, empty::build), RunTaskRequest.class);
  }

  private static StartTaskRequest startTask() throws IOException {
    var empty = StartTaskRequest.builder();
    return read("start-task", new RequestBuilder<>(empty, empty::build), StartTaskRequest.class);
  }

  private void registerPlain() {
    ecs.registerTaskDefinition(request ->
        request
            .family("plain")
            .tags(Tag.builder().key("team").value("ä").build())
            .containerDefinitions(one -> one.name("main").image("busybox").memory(64)));
  }

  @Test
  void theFileOfTheDefinitionHasEveryMemberOfTheModel() throws IOException {
    Set<String> missing = ModelMembers.of(RegisterTaskDefinitionRequest.builder());
    missing.removeAll(ModelMembers.filled(definition()));

    assertEquals(Set.of(), missing);
  }

  @Test
  void everyMemberOfADefinitionIsFoundAgain() throws IOException {
    RegisterTaskDefinitionRequest sent = definition();

    TaskDefinition registered = ecs.registerTaskDefinition(sent).taskDefinition();
    var described =
        ecs.describeTaskDefinition(
            it -> it.taskDefinition("everything").includeWithStrings("TAGS"));

    Carried.assertHas(sent.copy(it -> it.tags((List<Tag>) null)), described.taskDefinition());
    assertEquals(sent.tags(), described.tags());
    assertEquals(registered, described.taskDefinition());
  }

  @Test
  void everyMemberOfRunTaskIsFoundAgain() throws IOException {
    registerPlain();
    RunTaskRequest sent = runTask();

    List<Task> ran = ecs.runTask(sent).tasks();
    List<Task> again = ecs.runTask(sent).tasks();

    assertEquals(2, ran.size());
    assertEquals(arns(ran), arns(again), "the client token");
    for (Task task : described(ran)) {
      assertEquals(sent.launchType(), task.launchType());
      assertIsAsWanted(sent.overrides(), task);
    }
  }

  @Test
  void everyMemberOfStartTaskIsFoundAgain() throws IOException {
    registerPlain();
    StartTaskRequest sent = startTask();

    Task task = described(ecs.startTask(sent).tasks()).getFirst();

    String host = sent.containerInstances().getFirst();
    assertTrue(task.containerInstanceArn().endsWith("/" + host), task::toString);
    assertIsAsWanted(sent.overrides(), task);
  }

  private List<Task> described(List<Task> tasks) {
    return ecs.describeTasks(it -> it.tasks(arns(tasks)).includeWithStrings("TAGS")).tasks();
  }

  private static List<String> arns(List<Task> tasks) {
    return tasks.stream().map(Task::taskArn).toList();
  }

  /** Both files want the same, and the tags of the definition besides their own. */
  private static void assertIsAsWanted(TaskOverride overrides, Task task) {
    Carried.assertHas(overrides, task.overrides());
    assertEquals(START + "cluster/default", task.clusterArn());
    assertEquals(START + "task-definition/plain:1", task.taskDefinitionArn());
    assertEquals("some group", task.group());
    assertEquals("somebody", task.startedBy());
    assertEquals(
        Map.of("run", "2", "team", "ä"),
        task.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)));
  }

  @Test
  void whatRunTaskCannotDoYetIsRefusedByItsName() throws IOException {
    registerPlain();
    RunTaskRequest fine = runTask();

    for (String path : missing(RunTaskRequest.builder(), fine)) {
      RunTaskRequest.Builder wanted = fine.toBuilder();
      ModelMembers.put(wanted, path);
      assertRefused(path, () -> ecs.runTask(wanted.build()));
    }
  }

  @Test
  void whatStartTaskCannotDoYetIsRefusedByItsName() throws IOException {
    registerPlain();
    StartTaskRequest fine = startTask();

    for (String path : missing(StartTaskRequest.builder(), fine)) {
      StartTaskRequest.Builder wanted = fine.toBuilder();
      ModelMembers.put(wanted, path);
      assertRefused(path, () -> ecs.startTask(wanted.build()));
    }
  }

  /** Members that the file does not have, since they have no effect yet. */
  private static Set<String> missing(SdkPojo model, SdkPojo fine) {
    Set<String> paths = ModelMembers.of(model);
    paths.removeAll(ModelMembers.filled(fine));
    assertFalse(paths.isEmpty());
    return paths;
  }

  private static void assertRefused(String path, Executable call) {
    EcsException refusal = assertThrows(EcsException.class, call, path);

    String sentence = refusal.awsErrorDetails().errorMessage();
    assertEquals("ClientException", refusal.awsErrorDetails().errorCode(), sentence);
    String named = sentence.replaceAll(" is not supported yet.*", "").replaceAll("\\[\\d+]", "[]");
    assertTrue(path.startsWith(named), () -> path + ": " + sentence);
  }
}
