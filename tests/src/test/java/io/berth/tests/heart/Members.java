package io.berth.tests.heart;

import io.berth.tests.cluster.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Who may answer for a service: the containers of its tasks, by the names that they tell. Whoever
 * is not known yet is looked for in the API. Used by all users at once.
 */
final class Members implements Predicate<String> {
  private static final int NAME_LETTERS = 12;
  private static final int TASKS_OF_A_CALL = 100;

  private final Stack stack;
  private final String service;
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  Members(Stack stack, String service) {
    this.stack = stack;
    this.service = service;
  }

  @Override
  public boolean test(String sender) {
    return names.contains(sender) || isFound(sender);
  }

  /** Many may ask for the same one, and the first of them finds it for all. */
  private synchronized boolean isFound(String sender) {
    if (!names.contains(sender)) {
      try {
        // A scheduler that does not answer just now says nothing about the sender.
        names.addAll(stack.await().found("the tasks of " + service, () -> Optional.of(told())));
      } catch (Exception e) {
        throw new AssertionError("nobody knows whether " + sender + " belongs to " + service, e);
      }
    }
    return names.contains(sender);
  }

  private List<String> told() {
    EcsClient ecs = stack.user().client();
    List<String> told = new ArrayList<>();
    for (DesiredStatus status : List.of(DesiredStatus.RUNNING, DesiredStatus.STOPPED)) {
      List<String> arns =
          ecs
              .listTasksPaginator(request -> request.serviceName(service).desiredStatus(status))
              .taskArns()
              .stream()
              .toList();
      for (int from = 0; from < arns.size(); from += TASKS_OF_A_CALL) {
        List<String> some = arns.subList(from, Math.min(arns.size(), from + TASKS_OF_A_CALL));
        ecs.describeTasks(request -> request.tasks(some)).tasks().stream()
            .map(Task::containers)
            .flatMap(List::stream)
            .map(Container::runtimeId)
            .filter(Objects::nonNull)
            .map(id -> id.substring(0, NAME_LETTERS))
            .forEach(told::add);
      }
    }
    return told;
  }
}
