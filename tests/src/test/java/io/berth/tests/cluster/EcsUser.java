package io.berth.tests.cluster;

import io.berth.agent.engine.docker.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** Somebody with the AWS SDK who wants something of the cluster. */
public final class EcsUser implements AutoCloseable {
  private final EcsClient client;
  private final Await await;

  private EcsUser(EcsClient client, Await await) {
    this.client = client;
    this.await = await;
  }

  /** With the key that a scheduler leaves for clients on its machine. */
  static EcsUser of(Path schedulerDirectory, Await await) throws IOException {
    EcsClient client = ApiAccess.of(schedulerDirectory).client(EcsClient.builder());
    return new EcsUser(client, await);
  }

  public EcsClient client() {
    return client;
  }

  /** An essential container that runs the echo program with these words. */
  public static ContainerDefinition echo(String name, String... words) {
    return ContainerDefinition.builder()
        .name(name)
        .image(TestEngine.ECHO_IMAGE)
        .memory(16)
        .essential(true)
        .command(Stream.concat(Stream.of("/echo"), Stream.of(words)).toList())
        .build();
  }

  /** Registers a revision and answers its ARN. */
  public String define(String family, ContainerDefinition... containers) {
    return client
        .registerTaskDefinition(
            request -> request.family(family).containerDefinitions(List.of(containers)))
        .taskDefinition()
        .taskDefinitionArn();
  }

  /** Runs one task and answers its ARN; a failure to place it fails the test. */
  public String run(String definition) {
    RunTaskResponse answer = client.runTask(request -> request.taskDefinition(definition));
    if (answer.tasks().size() != 1) {
      throw new AssertionError("no task: " + answer);
    }
    return answer.tasks().getFirst().taskArn();
  }

  /**
   * Runs one task however often the scheduler dies meanwhile: each try carries the same token, and
   * so it stays one task.
   */
  public String runForSure(String definition) throws Exception {
    String token = UUID.randomUUID().toString();
    return await.found(
        "a task is placed",
        () ->
            client
                .runTask(request -> request.taskDefinition(definition).clientToken(token))
                .tasks()
                .stream()
                .map(Task::taskArn)
                .findFirst());
  }

  /** Asks for the end of a task until somebody has heard it. */
  public void stopForSure(String arn) throws Exception {
    await.until(
        "the stop of " + arn + " is taken",
        () -> client.stopTask(request -> request.task(arn)).task() != null);
  }

  public Task task(String arn) {
    List<Task> tasks = client.describeTasks(request -> request.tasks(arn)).tasks();
    if (tasks.size() != 1) {
      throw new AssertionError("the task " + arn + " is not known");
    }
    return tasks.getFirst();
  }

  public Task awaitStatus(String arn, String status) throws Exception {
    return awaitTask(arn, status, task -> task.lastStatus().equals(status));
  }

  public Task awaitTask(String arn, String what, Predicate<Task> wanted) throws Exception {
    return await.found(
        "the task " + arn + " is " + what, () -> Stream.of(task(arn)).filter(wanted).findFirst());
  }

  public void stop(String arn) {
    var _ = client.stopTask(request -> request.task(arn));
  }

  public List<ContainerInstance> hosts() {
    List<String> arns = client.listContainerInstances(request -> {}).containerInstanceArns();
    return arns.isEmpty()
        ? List.of()
        : client
            .describeContainerInstances(request ->
                request
                    .containerInstances(arns)
                    .include(ContainerInstanceField.CONTAINER_INSTANCE_HEALTH))
            .containerInstances();
  }

  /** The one host there is. */
  public ContainerInstance host() {
    List<ContainerInstance> hosts = hosts();
    if (hosts.size() != 1) {
      throw new AssertionError("not one host but " + hosts);
    }
    return hosts.getFirst();
  }

  /** What the host says of its engine: OK or IMPAIRED. */
  public String engineHealth() {
    return host().healthStatus().overallStatusAsString();
  }

  /** Names of containers with their exit codes, in the order of the alphabet. */
  public static List<String> exitCodes(Task task) {
    return task.containers().stream()
        .map(one -> one.name() + " " + one.exitCode())
        .sorted()
        .toList();
  }

  /** All that the API tells about hosts, services and tasks. */
  String dump() {
    StringBuilder text = new StringBuilder();
    hosts().forEach(host -> text.append(host).append('\n'));
    List<String> services = client.listServices(request -> {}).serviceArns();
    if (!services.isEmpty()) {
      client
          .describeServices(request -> request.services(services))
          .services()
          .forEach(service -> text.append(service).append('\n'));
    }
    for (String status : List.of("RUNNING", "STOPPED")) {
      List<String> arns = client.listTasks(request -> request.desiredStatus(status)).taskArns();
      if (!arns.isEmpty()) {
        client
            .describeTasks(request -> request.tasks(arns))
            .tasks()
            .forEach(task -> text.append(task).append('\n'));
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    client.close();
  }
}
