package io.berth.scheduler.api;

import io.berth.scheduler.control.TagCommands;
import io.berth.scheduler.control.TagCommands.Tagged;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;

/** The operations of ECS about tags. */
public final class TagOperations {
  private final StateStore store;
  private final TagCommands commands;

  public TagOperations(StateStore store, TagCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  public List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            name("TagResource"), TagResourceRequest::builder, TagResourceResponse.class, this::tag),
        Operation.of(
            name("UntagResource"),
            UntagResourceRequest::builder,
            UntagResourceResponse.class,
            this::untag),
        Operation.of(
            name("ListTagsForResource"),
            ListTagsForResourceRequest::builder,
            ListTagsForResourceResponse.class,
            this::list));
  }

  private static Operation.Name name(String operation) {
    return new Operation.Name("ecs", operation);
  }

  private TagResourceResponse tag(Caller caller, TagResourceRequest request) {
    if (request.tags().isEmpty()) {
      throw Lookups.invalid("Tags can not be empty.");
    }
    Tagged what = changeable(caller, request.resourceArn());
    OwnTags own =
        switch (what) {
          case Tagged.OfService _ -> OwnTags.OF_SERVICES;
          case Tagged.OfCluster _ -> OwnTags.OF_CLUSTERS;
          case Tagged.OfHost _,
              Tagged.OfTask _,
              Tagged.OfDefinition _,
              Tagged.OfBalancer _,
              Tagged.OfTargetGroup _,
              Tagged.OfListener _,
              Tagged.OfRule _ ->
              OwnTags.NONE;
        };
    Refusals.done(commands.tag(what, Tags.read(request.tags(), own)));
    return TagResourceResponse.builder().build();
  }

  private UntagResourceResponse untag(Caller caller, UntagResourceRequest request) {
    Set<String> keys = Tags.readKeys(request.tagKeys());
    Tagged what = changeable(caller, request.resourceArn());
    Refusals.done(commands.untag(what, keys));
    return UntagResourceResponse.builder().build();
  }

  private ListTagsForResourceResponse list(Caller caller, ListTagsForResourceRequest request) {
    Tagged what = named(caller, request.resourceArn());
    Map<String, String> tags =
        TagCommands.read(store.snapshot(), what).orElseThrow(TagOperations::notFound);
    return ListTagsForResourceResponse.builder().tags(Tags.write(tags)).build();
  }

  private Tagged changeable(Caller caller, @Nullable String arn) {
    Tagged what = named(caller, arn);
    if (what instanceof Tagged.OfTask(var id)
        && store.snapshot().find(Tables.TASKS, id).filter(Task::isOver).isPresent()) {
      throw Lookups.invalid("The specified task is stopped. Its tags cannot be changed any more.");
    }
    if (what instanceof Tagged.OfService(var id)
        && store.snapshot().find(Tables.SERVICES, id).filter(Service::isActive).isEmpty()
        && store.snapshot().find(Tables.SERVICES, id).isPresent()) {
      throw Lookups.invalid(
          "The specified service is inactive. Specify an active service and try again.");
    }
    return what;
  }

  private Tagged named(Caller caller, @Nullable String arn) {
    Snapshot state = store.snapshot();
    return switch (Arns.of(caller).readAny(arn)) {
      case Arns.NamedCluster(var name) -> new Tagged.OfCluster(name);
      case Arns.NamedHost(var cluster, var id) -> {
        requireIn(cluster, state.find(Tables.HOSTS, id).map(Host::cluster));
        yield new Tagged.OfHost(id);
      }
      case Arns.NamedTask(var cluster, var id) -> {
        requireIn(cluster, state.find(Tables.TASKS, id).map(Task::cluster));
        yield new Tagged.OfTask(id);
      }
      case Arns.NamedService(var cluster, var service) ->
          new Tagged.OfService(
              new ServiceId(cluster.orElseGet(() -> Arns.of(caller).readCluster(null)), service));
      case Arns.NamedDefinition definition -> new Tagged.OfDefinition(revision(definition));
    };
  }

  /** An ARN with another cluster in it is the name of something else. */
  private static void requireIn(Optional<ClusterName> said, Optional<ClusterName> found) {
    if (said.isPresent() && !said.equals(found)) {
      throw notFound();
    }
  }

  private static ApiError notFound() {
    return ApiError.sender("ResourceNotFoundException", "The specified resource was not found.");
  }

  private static DefinitionId revision(Arns.NamedDefinition definition) {
    return definition
        .id()
        .orElseThrow(() -> Lookups.invalid("The ARN of a task definition must name a revision."));
  }
}
