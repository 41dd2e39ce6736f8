package io.berth.tests.cluster;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import io.berth.agent.engine.ContainerLabels;
import io.berth.agent.engine.docker.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Looks at an engine past the agent: what is there, and every start since the witness came. Events
 * of an engine that is restarted end; then ask for a new witness.
 */
public final class EngineWitness implements AutoCloseable {
  private final DockerClient docker;
  private final List<Start> starts = Collections.synchronizedList(new ArrayList<>());
  private final ResultCallback.Adapter<Event> events;

  /** One start of a container, by what it is of a task. */
  public record Start(String task, String container, String id) {}

  private EngineWitness(DockerClient docker) {
    this.docker = docker;
    this.events =
        docker
            .eventsCmd()
            .withEventTypeFilter("container")
            .withEventFilter("start")
            .exec(
                new ResultCallback.Adapter<>() {
                  @Override
                  public void onNext(Event event) {
                    note(event);
                  }
                });
  }

  static EngineWitness of(TestEngine engine) throws InterruptedException {
    var witness = new EngineWitness(engine.openClient());
    var _ = witness.events.awaitStarted();
    return witness;
  }

  private void note(Event event) {
    EventActor actor = Objects.requireNonNull(event.getActor());
    String id = Objects.requireNonNull(actor.getId());
    ContainerLabels.read(Objects.requireNonNullElse(actor.getAttributes(), Map.of()))
        .ifPresent(labels -> starts.add(new Start(labels.taskId().text(), labels.container(), id)));
  }

  public DockerClient docker() {
    return docker;
  }

  /** Starts of the containers of one task, in their order. */
  public List<Start> starts(String taskArn) {
    String id = taskId(taskArn);
    synchronized (starts) {
      return starts.stream().filter(start -> start.task().equals(id)).toList();
    }
  }

  /** Every start since the witness came. */
  public List<Start> startsOfAll() {
    synchronized (starts) {
      return List.copyOf(starts);
    }
  }

  /** Containers of one task, whatever their state. */
  public List<Container> containers(String taskArn) {
    return docker
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(ContainerLabels.TASK + "=" + taskId(taskArn)))
        .exec();
  }

  /** The engine's id of the one container of a task that has this name in its definition. */
  public String id(String taskArn, String name) {
    return containers(taskArn).stream()
        .filter(one -> name.equals(one.getLabels().get(ContainerLabels.CONTAINER)))
        .map(Container::getId)
        .collect(Collectors.collectingAndThen(Collectors.toList(), EngineWitness::only));
  }

  /** Ends a container from outside, as a crash or somebody at the host does. */
  public void kill(String taskArn, String name) {
    docker.killContainerCmd(id(taskArn, name)).exec();
  }

  /** Removes a container from outside, wherever it is in its life. */
  public void remove(String taskArn, String name) {
    docker.removeContainerCmd(id(taskArn, name)).withForce(true).exec();
  }

  private static String only(List<String> ids) {
    if (ids.size() != 1) {
      throw new AssertionError("not one container but " + ids);
    }
    return ids.getFirst();
  }

  static String taskId(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  String dump() {
    return docker.listContainersCmd().withShowAll(true).exec().stream()
        .map(one -> one.getStatus() + " " + one.getId() + " " + one.getLabels())
        .collect(Collectors.joining("\n", "", "\nstarts: " + List.copyOf(starts)));
  }

  @Override
  public void close() throws IOException {
    events.close();
    docker.close();
  }
}
