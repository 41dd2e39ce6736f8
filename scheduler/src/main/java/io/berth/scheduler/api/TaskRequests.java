package io.berth.scheduler.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.control.RunTask.Where;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.PlacementTags;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.store.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;

/** What RunTask and StartTask ask for, judged and in our own words. */
final class TaskRequests {
  private static final int MOST_TASKS = 10;
  private static final int LONGEST_STARTED_BY = 128;
  private static final int LONGEST_GROUP = 255;
  private static final int LONGEST_TOKEN = 64;
  private static final int MOST_TAGS = 50;

  private final Plans plans;
  private final Documents documents;

  TaskRequests(Plans plans, Documents documents) {
    this.plans = plans;
    this.documents = documents;
  }

  RunTask read(Snapshot state, Arns arns, RunTaskRequest request) {
    Effects.refuseUnsupported("RunTask", request);
    int count = request.count() == null ? 1 : request.count();
    if (count < 1 || count > MOST_TASKS) {
      throw Lookups.invalid("Count must be between 1 and " + MOST_TASKS + ".");
    }
    Map<String, String> own = Tags.read(request.tags(), OwnTags.OF_NEW_TASKS);
    Where where =
        new Where.Placed(
            count,
            PlacementTags.preferences(own),
            Strategies.read(request.placementStrategy()),
            Constraints.read(request.placementConstraints()));
    ClusterName cluster = Lookups.activeCluster(state, arns, request.cluster()).name();
    TaskDefinition definition = definition(state, arns, request.taskDefinition());
    Plan plan = plans.compiled(definition, request.overrides());
    return new RunTask(
        cluster,
        plan,
        where,
        group(request.group(), definition),
        startedBy(request.startedBy()),
        tags(own, request.propagateTagsAsString(), definition),
        token(request));
  }

  RunTask read(Snapshot state, Arns arns, StartTaskRequest request) {
    Effects.refuseUnsupported("StartTask", request);
    ClusterName cluster = Lookups.activeCluster(state, arns, request.cluster()).name();
    List<HostId> hosts =
        Lookups.names(request.containerInstances(), "Container instances").stream()
            .map(given -> Lookups.host(arns, cluster, given))
            .toList();
    if (hosts.size() > MOST_TASKS) {
      throw Lookups.invalid("Container instances can have at most " + MOST_TASKS + " items.");
    }
    TaskDefinition definition = definition(state, arns, request.taskDefinition());
    return new RunTask(
        cluster,
        plans.compiled(definition, request.overrides()),
        new Where.Named(hosts),
        group(request.group(), definition),
        startedBy(request.startedBy()),
        tags(Tags.read(request.tags()), request.propagateTagsAsString(), definition),
        Optional.empty());
  }

  /** Active or not: a request under a known token is answered whatever became of it since. */
  private static TaskDefinition definition(Snapshot state, Arns arns, @Nullable String given) {
    return DefinitionQueries.find(state, arns.readDefinition(given))
        .orElseThrow(() -> ApiError.sender("ClientException", "TaskDefinition not found."));
  }

  private static String group(@Nullable String given, TaskDefinition definition) {
    if (given == null || given.isEmpty()) {
      return "family:" + definition.id().family();
    }
    if (given.startsWith("service:")) {
      throw Lookups.invalid("A task group must not begin with 'service:'.");
    }
    return bounded(given, LONGEST_GROUP, "Group");
  }

  private static String startedBy(@Nullable String given) {
    return given == null ? "" : bounded(given, LONGEST_STARTED_BY, "StartedBy");
  }

  private static String bounded(String text, int longest, String what) {
    if (text.length() > longest) {
      throw Lookups.invalid(what + " can have at most " + longest + " characters.");
    }
    return text;
  }

  private static Map<String, String> tags(
      Map<String, String> own, @Nullable String propagate, TaskDefinition definition) {
    if (propagate == null || propagate.equals("NONE")) {
      return own;
    }
    if (!propagate.equals("TASK_DEFINITION")) {
      throw Lookups.invalid("Invalid value for propagateTags: " + Arns.shown(propagate));
    }
    Map<String, String> all = new HashMap<>(definition.tags());
    all.putAll(own);
    if (all.size() > MOST_TAGS) {
      throw Lookups.invalid("A resource can have at most " + MOST_TAGS + " tags.");
    }
    return all;
  }

  private Optional<RunTask.Token> token(RunTaskRequest request) {
    Optional<String> given = request.getValueForField("clientToken", String.class);
    if (given.isEmpty() || given.get().isEmpty()) {
      return Optional.empty();
    }
    String text = Lookups.clientToken(given.get(), LONGEST_TOKEN);
    byte[] asked = documents.write(request).getBytes(UTF_8);
    return Optional.of(new RunTask.Token(text, Fingerprint.of(asked)));
  }
}
