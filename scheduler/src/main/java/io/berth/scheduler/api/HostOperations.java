package io.berth.scheduler.api;

import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.HostTraits;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.query.Query;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

/** The operations of ECS about container instances. */
public final class HostOperations {
  private static final Set<String> STATUSES =
      Set.of("ACTIVE", "DRAINING", "REGISTERING", "DEREGISTERING", "REGISTRATION_FAILED");

  private static final int MOST_CHANGED = 10;

  private final StateStore store;
  private final HostCommands commands;

  public HostOperations(StateStore store, HostCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  public List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            name("ListContainerInstances"),
            ListContainerInstancesRequest::builder,
            ListContainerInstancesResponse.class,
            this::list),
        Operation.of(
            name("DescribeContainerInstances"),
            DescribeContainerInstancesRequest::builder,
            DescribeContainerInstancesResponse.class,
            this::describe),
        Operation.of(
            name("DeregisterContainerInstance"),
            DeregisterContainerInstanceRequest::builder,
            DeregisterContainerInstanceResponse.class,
            this::deregister),
        Operation.of(
            name("UpdateContainerInstancesState"),
            UpdateContainerInstancesStateRequest::builder,
            UpdateContainerInstancesStateResponse.class,
            this::changeState));
  }

  private static Operation.Name name(String operation) {
    return new Operation.Name("ecs", operation);
  }

  private ListContainerInstancesResponse list(
      Caller caller, ListContainerInstancesRequest request) {
    Wish wish = Wish.read(request);
    Arns arns = Arns.of(caller);
    Snapshot state = store.snapshot();
    Cluster cluster = Lookups.activeCluster(state, arns, request.cluster());
    Paging paging = Paging.of("ListContainerInstances", request.maxResults(), request.nextToken());
    Paging.Page<Host> page =
        paging.cut(listed(state, cluster.name(), wish, paging), host -> host.id().text());
    return ListContainerInstancesResponse.builder()
        .containerInstanceArns(page.map(host -> arns.host(host.cluster(), host.id())))
        .nextToken(page.token())
        .build();
  }

  private static Iterator<Host> listed(
      Snapshot state, ClusterName cluster, Wish wish, Paging paging) {
    Optional<HostId> after = paging.after().map(HostOperations::hostAfter);
    var rows = state.rowsWith(Tables.HOSTS, Tables.HOSTS_BY_CLUSTER, cluster);
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(host -> after.isEmpty() || host.id().compareTo(after.get()) > 0)
        .filter(host -> wish.means(state, host))
        .iterator();
  }

  /** Which hosts are listed; one that is gone never is. */
  private record Wish(Optional<String> status, Optional<Query> filter) {

    static Wish read(ListContainerInstancesRequest request) {
      Optional<String> status = Optional.ofNullable(request.statusAsString());
      if (status.filter(word -> !STATUSES.contains(word)).isPresent()) {
        throw Lookups.invalid("Unknown container instance status: " + Arns.shown(status.get()));
      }
      return new Wish(
          status,
          Optional.ofNullable(request.filter())
              .filter(text -> !text.isEmpty())
              .map(text -> Queries.read(text, "filter")));
    }

    boolean means(Snapshot state, Host host) {
      return host.status() != Host.Status.INACTIVE
          && status.filter(word -> !HostWire.status(host).equals(word)).isEmpty()
          && filter.filter(query -> !query.matches(new HostTraits(state, host))).isEmpty();
    }
  }

  private static HostId hostAfter(String text) {
    try {
      return HostId.parse(text);
    } catch (IllegalArgumentException _) {
      throw Paging.badToken();
    }
  }

  private DescribeContainerInstancesResponse describe(
      Caller caller, DescribeContainerInstancesRequest request) {
    Arns arns = Arns.of(caller);
    Snapshot state = store.snapshot();
    Lookups.included(request.includeAsStrings(), ContainerInstanceField.knownValues());
    Cluster cluster = Lookups.activeCluster(state, arns, request.cluster());
    List<ContainerInstance> found = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (String given : Lookups.names(request.containerInstances(), "Container instance")) {
      HostId id = Lookups.host(arns, cluster.name(), given);
      Optional<Host> host =
          state.find(Tables.HOSTS, id).filter(known -> known.cluster().equals(cluster.name()));
      if (host.isPresent()) {
        found.add(HostWire.write(state, arns, host.get(), request.include()));
      } else {
        failures.add(
            Failure.builder().arn(arns.host(cluster.name(), id)).reason(Lookups.MISSING).build());
      }
    }
    return DescribeContainerInstancesResponse.builder()
        .containerInstances(found)
        .failures(failures)
        .build();
  }

  private UpdateContainerInstancesStateResponse changeState(
      Caller caller, UpdateContainerInstancesStateRequest request) {
    Arns arns = Arns.of(caller);
    ClusterName cluster = Lookups.activeCluster(store.snapshot(), arns, request.cluster()).name();
    HostCommands.Emptying wanted =
        switch (String.valueOf(request.statusAsString())) {
          case "ACTIVE" -> HostCommands.Emptying.END;
          case "DRAINING" -> HostCommands.Emptying.BEGIN;
          default -> throw Lookups.invalid("The status must be ACTIVE or DRAINING.");
        };
    List<HostId> hosts =
        Lookups.names(request.containerInstances(), "Container instances").stream()
            .map(given -> Lookups.host(arns, cluster, given))
            .distinct()
            .toList();
    if (hosts.size() > MOST_CHANGED) {
      throw Lookups.invalid("Container instances can have at most " + MOST_CHANGED + " items.");
    }
    HostCommands.Changed changed = commands.by(caller.asker()).empty(cluster, hosts, wanted);
    Snapshot state = store.snapshot();
    return UpdateContainerInstancesStateResponse.builder()
        .containerInstances(
            changed.hosts().stream()
                .map(host -> HostWire.write(state, arns, host, List.of()))
                .toList())
        .failures(
            changed.failures().entrySet().stream()
                .map(failure ->
                    Failure.builder()
                        .arn(arns.host(cluster, failure.getKey()))
                        .reason(failure.getValue())
                        .build())
                .toList())
        .build();
  }

  private DeregisterContainerInstanceResponse deregister(
      Caller caller, DeregisterContainerInstanceRequest request) {
    Arns arns = Arns.of(caller);
    Cluster cluster = Lookups.activeCluster(store.snapshot(), arns, request.cluster());
    HostId id = Lookups.host(arns, cluster.name(), request.containerInstance());
    HostCommands.Force force =
        Boolean.TRUE.equals(request.force()) ? HostCommands.Force.YES : HostCommands.Force.NO;
    Host gone = Refusals.done(commands.by(caller.asker()).deregister(cluster.name(), id, force));
    return DeregisterContainerInstanceResponse.builder()
        .containerInstance(HostWire.write(store.snapshot(), arns, gone, List.of()))
        .build();
  }
}
