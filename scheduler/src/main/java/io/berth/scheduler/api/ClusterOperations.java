package io.berth.scheduler.api;

import io.berth.scheduler.control.ClusterCommands;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsResponse;

/** The operations of ECS about clusters. */
public final class ClusterOperations {
  private static final List<ClusterField> EVERYTHING =
      List.of(ClusterField.SETTINGS, ClusterField.TAGS);

  private final StateStore store;
  private final ClusterCommands commands;

  public ClusterOperations(StateStore store, ClusterCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  public List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            name("CreateCluster"),
            CreateClusterRequest::builder,
            CreateClusterResponse.class,
            this::create),
        Operation.of(
            name("DescribeClusters"),
            DescribeClustersRequest::builder,
            DescribeClustersResponse.class,
            this::describe),
        Operation.of(
            name("ListClusters"),
            ListClustersRequest::builder,
            ListClustersResponse.class,
            this::list),
        Operation.of(
            name("DeleteCluster"),
            DeleteClusterRequest::builder,
            DeleteClusterResponse.class,
            this::delete),
        Operation.of(
            name("UpdateCluster"),
            UpdateClusterRequest::builder,
            UpdateClusterResponse.class,
            this::update),
        Operation.of(
            name("UpdateClusterSettings"),
            UpdateClusterSettingsRequest::builder,
            UpdateClusterSettingsResponse.class,
            this::updateSettings));
  }

  private static Operation.Name name(String operation) {
    return new Operation.Name("ecs", operation);
  }

  private CreateClusterResponse create(Caller caller, CreateClusterRequest request) {
    Effects.refuseUnsupported("CreateCluster", request);
    Arns arns = Arns.of(caller);
    ClusterName name = arns.readCluster(request.clusterName());
    Map<String, String> settings = ClusterWire.readSettings(request.settings());
    Cluster created =
        commands.create(name, settings, Tags.read(request.tags(), OwnTags.OF_CLUSTERS));
    return CreateClusterResponse.builder().cluster(written(arns, created)).build();
  }

  private DescribeClustersResponse describe(Caller caller, DescribeClustersRequest request) {
    Arns arns = Arns.of(caller);
    Snapshot state = store.snapshot();
    Lookups.included(request.includeAsStrings(), ClusterField.knownValues());
    List<String> named =
        request.clusters().isEmpty()
            ? List.of("default")
            : Lookups.bounded(request.clusters(), "Clusters");
    List<software.amazon.awssdk.services.ecs.model.Cluster> found = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (String given : named) {
      ClusterName name = arns.readCluster(given);
      Optional<Cluster> cluster = state.find(Tables.CLUSTERS, name);
      if (cluster.isPresent()) {
        found.add(ClusterWire.write(state, arns, cluster.get(), request.include()));
      } else {
        failures.add(Failure.builder().arn(arns.cluster(name)).reason(Lookups.MISSING).build());
      }
    }
    return DescribeClustersResponse.builder().clusters(found).failures(failures).build();
  }

  private ListClustersResponse list(Caller caller, ListClustersRequest request) {
    Arns arns = Arns.of(caller);
    Paging paging = Paging.of("ListClusters", request.maxResults(), request.nextToken());
    Paging.Page<Cluster> page = paging.cut(activeAfter(paging), cluster -> cluster.name().text());
    return ListClustersResponse.builder()
        .clusterArns(page.map(cluster -> arns.cluster(cluster.name())))
        .nextToken(page.token())
        .build();
  }

  private Iterator<Cluster> activeAfter(Paging paging) {
    Snapshot state = store.snapshot();
    String after = paging.after().orElse("");
    Iterable<Cluster> rows =
        after.isEmpty()
            ? state.rows(Tables.CLUSTERS)
            : state.rowsFrom(Tables.CLUSTERS, clusterAfter(after));
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(cluster -> cluster.status() == Cluster.Status.ACTIVE)
        .filter(cluster -> !cluster.name().text().equals(after))
        .iterator();
  }

  private static ClusterName clusterAfter(String text) {
    try {
      return new ClusterName(text);
    } catch (IllegalArgumentException _) {
      throw Paging.badToken();
    }
  }

  private DeleteClusterResponse delete(Caller caller, DeleteClusterRequest request) {
    Arns arns = Arns.of(caller);
    Cluster deleted = Refusals.done(commands.delete(Lookups.namedCluster(arns, request.cluster())));
    return DeleteClusterResponse.builder().cluster(written(arns, deleted)).build();
  }

  private UpdateClusterResponse update(Caller caller, UpdateClusterRequest request) {
    Effects.refuseUnsupported("UpdateCluster", request);
    return UpdateClusterResponse.builder()
        .cluster(changed(caller, request.cluster(), request.settings()))
        .build();
  }

  private UpdateClusterSettingsResponse updateSettings(
      Caller caller, UpdateClusterSettingsRequest request) {
    if (request.settings().isEmpty()) {
      throw Lookups.invalid("Settings can not be empty.");
    }
    return UpdateClusterSettingsResponse.builder()
        .cluster(changed(caller, request.cluster(), request.settings()))
        .build();
  }

  private software.amazon.awssdk.services.ecs.model.Cluster changed(
      Caller caller,
      String cluster,
      Collection<software.amazon.awssdk.services.ecs.model.ClusterSetting> settings) {
    Arns arns = Arns.of(caller);
    return written(
        arns,
        Refusals.done(
            commands.changeSettings(
                Lookups.namedCluster(arns, cluster), ClusterWire.readSettings(settings))));
  }

  private software.amazon.awssdk.services.ecs.model.Cluster written(Arns arns, Cluster cluster) {
    return ClusterWire.write(store.snapshot(), arns, cluster, EVERYTHING);
  }
}
