package io.berth.scheduler.store;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.ClientToken;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostLoad;
import io.berth.scheduler.model.Installation;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.PlanHash;
import io.berth.scheduler.model.Rule;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceEvent;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskCounts;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TokenId;
import java.time.Instant;
import java.util.List;

/** Every table, index and tally of the store. */
public final class Tables {
  public static final Table<String, Installation> INSTALLATION =
      new Table<>("installation", _ -> Installation.ID, List.of());

  public static final Table<ClusterName, Cluster> CLUSTERS =
      new Table<>("clusters", Cluster::name, List.of());

  public static final Index<ClusterName, HostId, Host> HOSTS_BY_CLUSTER =
      Index.ofMany("hosts by cluster", Host::cluster);

  public static final Table<HostId, Host> HOSTS =
      new Table<>("hosts", Host::id, List.of(HOSTS_BY_CLUSTER));

  public static final Table<String, DefinitionFamily> FAMILIES =
      new Table<>("families", DefinitionFamily::name, List.of());

  public static final Table<DefinitionId, TaskDefinition> DEFINITIONS =
      new Table<>("definitions", TaskDefinition::id, List.of());

  public static final Table<PlanHash, Plan> PLANS = new Table<>("plans", Plan::hash, List.of());

  public static final Index<ClusterName, TaskId, Task> TASKS_BY_CLUSTER =
      Index.ofMany("tasks by cluster", Task::cluster);

  public static final Index<HostId, TaskId, Task> TASKS_BY_HOST =
      Index.ofMany("tasks by host", Task::host);

  public static final Index<DefinitionId, TaskId, Task> TASKS_BY_DEFINITION =
      Index.ofMany("tasks by definition", task -> task.order().definition());

  /** The tasks of a service that are not over. */
  public static final Index<ServiceId, TaskId, Task> LIVING_TASKS_BY_SERVICE =
      Index.ofMany(
          "living tasks by service",
          task ->
              task.isOver()
                  ? null
                  : task.order().membership().map(Membership::service).orElse(null));

  /** The tasks that are over, the eldest end first. */
  public static final Index<Instant, TaskId, Task> TASKS_BY_END =
      new Index<>(
          "tasks by end", task -> task.isOver() ? task.overAt().orElse(task.createdAt()) : null);

  private static final Tally.Arithmetic<Task, TaskCounts> COUNTED =
      new Tally.Arithmetic<>(
          TaskCounts.NONE, TaskCounts::plus, TaskCounts::minus, TaskCounts::moved);

  /** What the tasks of a host take from it. */
  public static final Tally<HostId, Task, HostLoad> LOAD_OF_HOST =
      new Tally<>(
          "load of host",
          Task::host,
          new Tally.Arithmetic<>(HostLoad.NONE, HostLoad::plus, HostLoad::minus, HostLoad::moved));

  /** How many tasks a cluster has. */
  public static final Tally<ClusterName, Task, TaskCounts> TASKS_OF_CLUSTER =
      new Tally<>("tasks of cluster", Task::cluster, COUNTED);

  /** How many tasks a deployment has. */
  public static final Tally<DeploymentId, Task, TaskCounts> TASKS_OF_DEPLOYMENT =
      new Tally<>(
          "tasks of deployment",
          task -> task.order().membership().map(Membership::deployment).orElse(null),
          COUNTED);

  /** How many tasks, over or not, name a plan. */
  public static final Tally<PlanHash, Task, Long> USES_OF_PLAN =
      new Tally<>(
          "uses of plan",
          task -> task.order().plan(),
          new Tally.Arithmetic<>(0L, (sum, _) -> sum + 1, (sum, _) -> sum - 1, (sum, _, _) -> sum));

  public static final Table<TaskId, Task> TASKS =
      new Table<>(
          "tasks",
          Task::id,
          List.of(
              TASKS_BY_CLUSTER,
              TASKS_BY_HOST,
              TASKS_BY_DEFINITION,
              LIVING_TASKS_BY_SERVICE,
              TASKS_BY_END),
          List.of(LOAD_OF_HOST, TASKS_OF_CLUSTER, TASKS_OF_DEPLOYMENT, USES_OF_PLAN));

  public static final Index<ClusterName, ServiceId, Service> SERVICES_BY_CLUSTER =
      new Index<>("services by cluster", service -> service.id().cluster());

  /** The services that are over, the eldest end first. */
  public static final Index<Instant, ServiceId, Service> SERVICES_BY_END =
      new Index<>("services by end", service -> service.overAt().orElse(null));

  public static final Table<ServiceId, Service> SERVICES =
      new Table<>("services", Service::id, List.of(SERVICES_BY_CLUSTER, SERVICES_BY_END));

  public static final Index<ServiceId, DeploymentId, Deployment> DEPLOYMENTS_BY_SERVICE =
      new Index<>("deployments by service", Deployment::service);

  public static final Index<DefinitionId, DeploymentId, Deployment> DEPLOYMENTS_BY_DEFINITION =
      new Index<>("deployments by definition", deployment -> deployment.recipe().definition());

  public static final Index<PlanHash, DeploymentId, Deployment> DEPLOYMENTS_BY_PLAN =
      new Index<>("deployments by plan", deployment -> deployment.recipe().plan());

  public static final Table<DeploymentId, Deployment> DEPLOYMENTS =
      new Table<>(
          "deployments",
          Deployment::id,
          List.of(DEPLOYMENTS_BY_SERVICE, DEPLOYMENTS_BY_DEFINITION, DEPLOYMENTS_BY_PLAN));

  public static final Table<ServiceEvent.Key, ServiceEvent> SERVICE_EVENTS =
      new Table<>("service events", ServiceEvent::key, List.of());

  public static final Index<Instant, ClientToken.Key, ClientToken> CLIENT_TOKENS_BY_TIME =
      new Index<>("client tokens by time", ClientToken::at);

  public static final Table<ClientToken.Key, ClientToken> CLIENT_TOKENS =
      new Table<>("client tokens", ClientToken::key, List.of(CLIENT_TOKENS_BY_TIME));

  public static final Table<AccessKeyId, ApiKey> API_KEYS =
      new Table<>("api keys", ApiKey::id, List.of());

  public static final Table<TokenId, JoinToken> JOIN_TOKENS =
      new Table<>("join tokens", JoinToken::id, List.of());

  public static final Table<Fingerprint, CaCertificate> CA_CERTIFICATES =
      new Table<>("ca certificates", CaCertificate::id, List.of());

  public static final Table<PeerId, Peer> PEERS = new Table<>("peers", Peer::id, List.of());

  public static final Index<String, BalancerId, Balancer> BALANCERS_BY_NAME =
      new Index<>("balancers by name", Balancer::name);

  public static final Table<BalancerId, Balancer> BALANCERS =
      new Table<>("balancers", Balancer::id, List.of(BALANCERS_BY_NAME));

  public static final Index<String, TargetGroupId, TargetGroup> TARGET_GROUPS_BY_NAME =
      new Index<>("target groups by name", TargetGroup::name);

  /** The target groups to which a balancer sends requests. */
  public static final Index<BalancerId, TargetGroupId, TargetGroup> TARGET_GROUPS_BY_BALANCER =
      new Index<>("target groups by balancer", group -> group.balancer().orElse(null));

  public static final Table<TargetGroupId, TargetGroup> TARGET_GROUPS =
      new Table<>(
          "target groups",
          TargetGroup::id,
          List.of(TARGET_GROUPS_BY_NAME, TARGET_GROUPS_BY_BALANCER));

  public static final Index<BalancerId, ListenerId, Listener> LISTENERS_BY_BALANCER =
      new Index<>("listeners by balancer", Listener::balancer);

  public static final Table<ListenerId, Listener> LISTENERS =
      new Table<>("listeners", Listener::id, List.of(LISTENERS_BY_BALANCER));

  public static final Index<ListenerId, RuleId, Rule> RULES_BY_LISTENER =
      new Index<>("rules by listener", Rule::listener);

  public static final Table<RuleId, Rule> RULES =
      new Table<>("rules", Rule::id, List.of(RULES_BY_LISTENER));

  public static final Index<TargetGroupId, TargetId, Target> TARGETS_BY_GROUP =
      new Index<>("targets by group", Target::group);

  public static final Index<TaskId, TargetId, Target> TARGETS_BY_TASK =
      new Index<>("targets by task", target -> target.task().orElse(null));

  /** What users have registered and requests may go to, by what they call it. */
  public static final Index<String, TargetId, Target> TARGETS_BY_HAND =
      new Index<>(
          "targets by hand",
          target ->
              target.isActive() && target.origin() instanceof Target.Origin.ByHand
                  ? target.shownAs()
                  : null);

  /** The targets that drain, the earliest end first. */
  public static final Index<Instant, TargetId, Target> TARGETS_BY_DRAIN_END =
      new Index<>(
          "targets by drain end",
          target -> target.state() instanceof Target.State.Draining(_, var until) ? until : null);

  /** The targets that are gone, whose ports a host must not give to others yet. */
  public static final Index<HostId, TargetId, Target> TARGETS_HELD_ON_HOST =
      new Index<>("targets held on host", target -> target.heldOn().orElse(null));

  /** How many of them a host has. */
  public static final Tally<HostId, Target, Integer> HELD_ON_HOST =
      new Tally<>(
          "held on host",
          target -> target.heldOn().orElse(null),
          new Tally.Arithmetic<>(0, (sum, _) -> sum + 1, (sum, _) -> sum - 1, (sum, _, _) -> sum));

  public static final Table<TargetId, Target> TARGETS =
      new Table<>(
          "targets",
          Target::id,
          List.of(
              TARGETS_BY_GROUP,
              TARGETS_BY_TASK,
              TARGETS_BY_HAND,
              TARGETS_BY_DRAIN_END,
              TARGETS_HELD_ON_HOST),
          List.of(HELD_ON_HOST));

  /** All of them, in the order in which a load brings them: what is referred to comes first. */
  public static final List<Table<?, ?>> ALL =
      List.of(
          INSTALLATION,
          CLUSTERS,
          HOSTS,
          FAMILIES,
          DEFINITIONS,
          PLANS,
          SERVICES,
          DEPLOYMENTS,
          SERVICE_EVENTS,
          TASKS,
          CLIENT_TOKENS,
          API_KEYS,
          JOIN_TOKENS,
          CA_CERTIFICATES,
          PEERS,
          BALANCERS,
          TARGET_GROUPS,
          LISTENERS,
          RULES,
          TARGETS);

  private Tables() {}
}
