package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Reads and changes the users' tags of anything that has some. Any thread may call. */
public final class TagCommands {
  private static final int MOST = 50;

  private final StateStore store;

  public TagCommands(StateStore store) {
    this.store = store;
  }

  /** Something that can be tagged. */
  public sealed interface Tagged {
    /** A cluster. */
    record OfCluster(ClusterName name) implements Tagged {}

    /** A host. */
    record OfHost(HostId id) implements Tagged {}

    /** A revision of a definition. */
    record OfDefinition(DefinitionId id) implements Tagged {}

    /** A service. */
    record OfService(ServiceId id) implements Tagged {}

    /** A task; one that is over keeps the tags that it has. */
    record OfTask(TaskId id) implements Tagged {}

    /** A balancer. */
    record OfBalancer(BalancerId id) implements Tagged {}

    /** A target group. */
    record OfTargetGroup(TargetGroupId id) implements Tagged {}

    /** A listener. */
    record OfListener(ListenerId id) implements Tagged {}

    /** A rule. */
    record OfRule(RuleId id) implements Tagged {}
  }

  public Outcome<Map<String, String>> tag(Tagged what, Map<String, String> added) {
    return change(
        what,
        tags -> {
          Map<String, String> all = new HashMap<>(tags);
          all.putAll(added);
          return all;
        });
  }

  public Outcome<Map<String, String>> untag(Tagged what, Set<String> keys) {
    return change(
        what,
        tags -> {
          Map<String, String> left = new HashMap<>(tags);
          left.keySet().removeAll(keys);
          return left;
        });
  }

  /** The tags of it, if it is there. */
  public static Optional<Map<String, String>> read(ReadTx state, Tagged what) {
    return switch (what) {
      case Tagged.OfCluster(var name) ->
          ClusterCommands.active(state, name).map(cluster -> cluster.tags());
      case Tagged.OfHost(var id) -> state.find(Tables.HOSTS, id).map(host -> host.tags());
      case Tagged.OfDefinition(var id) ->
          state.find(Tables.DEFINITIONS, id).map(definition -> definition.tags());
      case Tagged.OfService(var id) ->
          state.find(Tables.SERVICES, id).map(service -> service.tags());
      case Tagged.OfTask(var id) -> state.find(Tables.TASKS, id).map(task -> task.tags());
      case Tagged.OfBalancer(var id) ->
          state.find(Tables.BALANCERS, id).map(balancer -> balancer.tags());
      case Tagged.OfTargetGroup(var id) ->
          state.find(Tables.TARGET_GROUPS, id).map(group -> group.tags());
      case Tagged.OfListener(var id) ->
          state.find(Tables.LISTENERS, id).map(listener -> listener.tags());
      case Tagged.OfRule(var id) -> state.find(Tables.RULES, id).map(rule -> rule.tags());
    };
  }

  private Outcome<Map<String, String>> change(
      Tagged what, UnaryOperator<Map<String, String>> change) {
    return store.update(
        Lane.API,
        tx -> {
          Optional<Map<String, String>> known = read(tx, what);
          if (known.isEmpty()) {
            return Outcome.refused(
                Code.RESOURCE_NOT_FOUND, "The specified resource was not found.");
          }
          Map<String, String> tags = change.apply(known.get());
          if (tags.size() > MOST) {
            return Outcome.refused(Code.TOO_MANY_TAGS, "A resource has at most " + MOST + " tags.");
          }
          write(tx, what, tags);
          return Outcome.done(tags);
        });
  }

  private static void write(WriteTx tx, Tagged what, Map<String, String> tags) {
    switch (what) {
      case Tagged.OfCluster(var name) ->
          update(tx, Tables.CLUSTERS, name, cluster -> cluster.tagged(tags));
      case Tagged.OfHost(var id) -> update(tx, Tables.HOSTS, id, host -> host.tagged(tags));
      case Tagged.OfDefinition(var id) ->
          update(tx, Tables.DEFINITIONS, id, definition -> definition.tagged(tags));
      case Tagged.OfService(var id) ->
          update(tx, Tables.SERVICES, id, service -> service.tagged(tags));
      case Tagged.OfTask(var id) -> update(tx, Tables.TASKS, id, task -> task.tagged(tags));
      case Tagged.OfBalancer(var id) ->
          update(tx, Tables.BALANCERS, id, balancer -> balancer.tagged(tags));
      case Tagged.OfTargetGroup(var id) ->
          update(tx, Tables.TARGET_GROUPS, id, group -> group.tagged(tags));
      case Tagged.OfListener(var id) ->
          update(tx, Tables.LISTENERS, id, listener -> listener.tagged(tags));
      case Tagged.OfRule(var id) -> update(tx, Tables.RULES, id, rule -> rule.tagged(tags));
    }
  }

  private static <K extends Comparable<? super K>, E> void update(
      WriteTx tx, Table<K, E> table, K key, Function<E, E> change) {
    tx.update(table, change.apply(tx.find(table, key).orElseThrow()));
  }
}
