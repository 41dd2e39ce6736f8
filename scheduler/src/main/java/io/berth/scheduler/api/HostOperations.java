package io.berth.scheduler.api;

import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;

/** The operations of ECS about container instances. */
public final class HostOperations {
  private static final Set<String> STATUSES =
      Set.of("ACTIVE", "DRAINING", "REGISTERING", "DEREGISTERING", "REGISTRATION_FAILED");

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
            this::deregister));
  }

  private static Operation.Name name(String operation) {
    return new Operation.Name("ecs", operation);
  }

  private ListContainerInstancesResponse list(
      Caller caller, ListContainerInstancesRequest request) {
    Effects.refuseUnsupported("ListContainerInstances", request);
    String status = request.statusAsString();
    if (status != null && !STATUSES.contains(status)) {
      throw Lookups.invalid("Unknown container instance status: " + Arns.shown(status));
    }
    Arns arns = Arns.of(caller);
    Snapshot state = store.snapshot();
    Cluster cluster = Lookups.activeCluster(state, arns, request.cluster());
    Paging paging = Paging.of("ListContainerInstances", request.maxResults(), request.nextToken());
    Paging.Page<Host> page =
        paging.cut(listed(state, cluster.name(), status, paging), host -> host.id().text());
    return ListContainerInstancesResponse.builder()
        .containerInstanceArns(page.map(host -> arns.host(host.cluster(), host.id())))
        .nextToken(page.token())
        .build();
  }

  private static Iterator<Host> listed(
      Snapshot state, ClusterName cluster, @Nullable String status, Paging paging) {
    Optional<HostId> after = paging.after().map(HostOperations::hostAfter);
    var rows = state.rowsWith(Tables.HOSTS, Tables.HOSTS_BY_CLUSTER, cluster);
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(host -> after.isEmpty() || host.id().compareTo(after.get()) > 0)
        .filter(host -> host.status() != Host.Status.INACTIVE)
        .filter(host -> status == null || host.status().name().equals(status))
        .iterator();
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

  private DeregisterContainerInstanceResponse deregister(
      Caller caller, DeregisterContainerInstanceRequest request) {
    Arns arns = Arns.of(caller);
    Cluster cluster = Lookups.activeCluster(store.snapshot(), arns, request.cluster());
    HostId id = Lookups.host(arns, cluster.name(), request.containerInstance());
    HostCommands.Force force =
        Boolean.TRUE.equals(request.force()) ? HostCommands.Force.YES : HostCommands.Force.NO;
    Host gone = Refusals.done(commands.deregister(cluster.name(), id, force));
    return DeregisterContainerInstanceResponse.builder()
        .containerInstance(HostWire.write(store.snapshot(), arns, gone, List.of()))
        .build();
  }
}
