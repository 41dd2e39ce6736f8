package io.berth.scheduler.api;

import static software.amazon.awssdk.services.ecs.model.LaunchType.UNKNOWN_TO_SDK_VERSION;

import io.berth.scheduler.control.ServiceCommands;
import io.berth.scheduler.control.ServiceOrder.Force;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/** The operations of ECS about services. */
public final class ServiceOperations {
  private static final int MOST_DESCRIBED = 10;
  private static final Set<String> STRATEGIES = Set.of("REPLICA", "DAEMON");

  private final StateStore store;
  private final ServiceCommands commands;
  private final ServiceRequests requests;

  public ServiceOperations(StateStore store, ServiceCommands commands, Documents documents) {
    this.store = store;
    this.commands = commands;
    this.requests = new ServiceRequests(new Plans(documents), documents);
  }

  public List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            name("CreateService"),
            CreateServiceRequest::builder,
            CreateServiceResponse.class,
            this::create),
        Operation.of(
            name("UpdateService"),
            UpdateServiceRequest::builder,
            UpdateServiceResponse.class,
            this::update),
        Operation.of(
            name("DescribeServices"),
            DescribeServicesRequest::builder,
            DescribeServicesResponse.class,
            this::describe),
        Operation.of(
            name("ListServices"),
            ListServicesRequest::builder,
            ListServicesResponse.class,
            this::list),
        Operation.of(
            name("DeleteService"),
            DeleteServiceRequest::builder,
            DeleteServiceResponse.class,
            this::delete));
  }

  private static Operation.Name name(String operation) {
    return new Operation.Name("ecs", operation);
  }

  private CreateServiceResponse create(Caller caller, CreateServiceRequest request) {
    Arns arns = Arns.of(caller);
    Service made =
        Refusals.done(
            commands.by(caller.asker()).create(requests.read(store.snapshot(), arns, request)));
    return CreateServiceResponse.builder()
        .service(written(arns, made, List.of(ServiceField.TAGS)))
        .build();
  }

  private UpdateServiceResponse update(Caller caller, UpdateServiceRequest request) {
    Arns arns = Arns.of(caller);
    ServiceRequests.Update update = requests.read(store.snapshot(), arns, request);
    Service changed =
        Refusals.done(commands.by(caller.asker()).update(update.service(), update.change()));
    return UpdateServiceResponse.builder()
        .service(written(arns, changed, List.of(ServiceField.TAGS)))
        .build();
  }

  private DeleteServiceResponse delete(Caller caller, DeleteServiceRequest request) {
    Arns arns = Arns.of(caller);
    ServiceId id = named(store.snapshot(), arns, request.cluster(), request.service());
    Force force = Boolean.TRUE.equals(request.force()) ? Force.YES : Force.NO;
    Service deleted = Refusals.done(commands.by(caller.asker()).delete(id, force));
    return DeleteServiceResponse.builder()
        .service(written(arns, deleted, List.of(ServiceField.TAGS)))
        .build();
  }

  private DescribeServicesResponse describe(Caller caller, DescribeServicesRequest request) {
    Arns arns = Arns.of(caller);
    Snapshot state = store.snapshot();
    Lookups.included(request.includeAsStrings(), ServiceField.knownValues());
    ClusterName cluster = Lookups.activeCluster(state, arns, request.cluster()).name();
    List<String> given = Lookups.names(request.services(), "Services");
    if (given.size() > MOST_DESCRIBED) {
      throw Lookups.invalid("Services can have at most " + MOST_DESCRIBED + " items.");
    }
    List<software.amazon.awssdk.services.ecs.model.Service> found = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (String one : given) {
      ServiceId id = Lookups.service(arns, cluster, one);
      Optional<Service> service = state.find(Tables.SERVICES, id);
      if (service.isPresent()) {
        found.add(ServiceWire.write(state, arns, service.get(), request.include()));
      } else {
        failures.add(
            Failure.builder()
                .arn(arns.service(cluster, id.name()))
                .reason(Lookups.MISSING)
                .build());
      }
    }
    return DescribeServicesResponse.builder().services(found).failures(failures).build();
  }

  private ListServicesResponse list(Caller caller, ListServicesRequest request) {
    Effects.refuseUnsupported("ListServices", request);
    Arns arns = Arns.of(caller);
    Snapshot state = store.snapshot();
    ClusterName cluster = Lookups.activeCluster(state, arns, request.cluster()).name();
    Paging paging = Paging.of("ListServices", request.maxResults(), request.nextToken());
    Paging.Page<Service> page =
        paging.cut(listed(state, cluster, request, paging), service -> service.id().name());
    return ListServicesResponse.builder()
        .serviceArns(page.map(service -> arns.service(cluster, service.id().name())))
        .nextToken(page.token())
        .build();
  }

  private static Iterator<Service> listed(
      Snapshot state, ClusterName cluster, ListServicesRequest request, Paging paging) {
    String strategy = request.schedulingStrategyAsString();
    if (strategy != null && !STRATEGIES.contains(strategy)) {
      throw Lookups.invalid("Unknown scheduling strategy: " + Arns.shown(strategy));
    }
    String launchType = request.launchTypeAsString();
    if (launchType != null && LaunchType.fromValue(launchType) == UNKNOWN_TO_SDK_VERSION) {
      throw Lookups.invalid("Unknown launch type: " + Arns.shown(launchType));
    }
    var rows = state.rowsWith(Tables.SERVICES, Tables.SERVICES_BY_CLUSTER, cluster);
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(service ->
            paging.after().filter(last -> service.id().name().compareTo(last) <= 0).isEmpty())
        .filter(Service::isActive)
        .filter(_ -> strategy == null || strategy.equals("REPLICA"))
        .filter(service -> launchType == null || launchType.equals(ServiceWire.launchType(service)))
        .iterator();
  }

  private static ServiceId named(
      Snapshot state, Arns arns, @Nullable String cluster, @Nullable String service) {
    return Lookups.service(arns, Lookups.activeCluster(state, arns, cluster).name(), service);
  }

  private software.amazon.awssdk.services.ecs.model.Service written(
      Arns arns, Service service, Collection<ServiceField> include) {
    return ServiceWire.write(store.snapshot(), arns, service, include);
  }
}
