package io.berth.scheduler.store;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TokenId;
import java.util.List;

/** Every table and index of the store. */
public final class Tables {
  public static final Table<ClusterName, Cluster> CLUSTERS =
      new Table<>("clusters", Cluster::name, List.of());

  public static final Index<ClusterName, HostId, Host> HOSTS_BY_CLUSTER =
      new Index<>("hosts by cluster", Host::cluster);

  public static final Table<HostId, Host> HOSTS =
      new Table<>("hosts", Host::id, List.of(HOSTS_BY_CLUSTER));

  public static final Table<String, DefinitionFamily> FAMILIES =
      new Table<>("families", DefinitionFamily::name, List.of());

  public static final Table<DefinitionId, TaskDefinition> DEFINITIONS =
      new Table<>("definitions", TaskDefinition::id, List.of());

  public static final Index<ClusterName, TaskId, Task> TASKS_BY_CLUSTER =
      new Index<>("tasks by cluster", Task::cluster);

  public static final Index<HostId, TaskId, Task> TASKS_BY_HOST =
      new Index<>("tasks by host", Task::host);

  public static final Index<DefinitionId, TaskId, Task> TASKS_BY_DEFINITION =
      new Index<>("tasks by definition", Task::definition);

  public static final Table<TaskId, Task> TASKS =
      new Table<>("tasks", Task::id, List.of(TASKS_BY_CLUSTER, TASKS_BY_HOST, TASKS_BY_DEFINITION));

  public static final Table<AccessKeyId, ApiKey> API_KEYS =
      new Table<>("api keys", ApiKey::id, List.of());

  public static final Table<TokenId, JoinToken> JOIN_TOKENS =
      new Table<>("join tokens", JoinToken::id, List.of());

  public static final Table<Fingerprint, CaCertificate> CA_CERTIFICATES =
      new Table<>("ca certificates", CaCertificate::id, List.of());

  public static final Table<PeerId, Peer> PEERS = new Table<>("peers", Peer::id, List.of());

  /** All of them, in the order in which a load brings them: what is referred to comes first. */
  public static final List<Table<?, ?>> ALL =
      List.of(
          CLUSTERS,
          HOSTS,
          FAMILIES,
          DEFINITIONS,
          TASKS,
          API_KEYS,
          JOIN_TOKENS,
          CA_CERTIFICATES,
          PEERS);

  private Tables() {}
}
