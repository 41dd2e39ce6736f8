package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredConstraint;
import io.berth.proto.state.StoredDistinctHosts;
import io.berth.proto.state.StoredStrategy;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Strategy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Constraints and strategies in stored form: where tasks may be, and where they better are. */
final class Preferences {
  private Preferences() {}

  static List<StoredConstraint> storedConstraints(List<Constraint> constraints) {
    return constraints.stream().map(Preferences::stored).toList();
  }

  private static StoredConstraint stored(Constraint constraint) {
    StoredConstraint.Builder stored = StoredConstraint.newBuilder();
    return switch (constraint) {
      case Constraint.DistinctHosts() ->
          stored.setDistinctHosts(StoredDistinctHosts.getDefaultInstance()).build();
      case Constraint.MemberOf(var expression) -> stored.setMemberOf(expression).build();
    };
  }

  static List<Constraint> constraints(List<StoredConstraint> stored)
      throws InvalidProtocolBufferException {
    List<Constraint> constraints = new ArrayList<>(stored.size());
    for (StoredConstraint one : stored) {
      constraints.add(
          switch (one.getKindCase()) {
            case DISTINCT_HOSTS -> new Constraint.DistinctHosts();
            case MEMBER_OF -> new Constraint.MemberOf(one.getMemberOf());
            case KIND_NOT_SET -> throw Unreadable.value(one.getKindCase());
          });
    }
    return constraints;
  }

  static List<StoredStrategy> storedStrategies(List<Strategy> strategies) {
    return strategies.stream().map(Preferences::stored).toList();
  }

  private static StoredStrategy stored(Strategy strategy) {
    return switch (strategy) {
      case Strategy.Anywhere() -> StoredStrategy.STORED_STRATEGY_ANYWHERE;
      case Strategy.SpreadOverHosts() -> StoredStrategy.STORED_STRATEGY_SPREAD_OVER_HOSTS;
      case Strategy.SpreadOverAttribute(_) -> StoredStrategy.STORED_STRATEGY_SPREAD_OVER_ATTRIBUTE;
      case Strategy.Binpack(var resource) ->
          switch (resource) {
            case CPU -> StoredStrategy.STORED_STRATEGY_BINPACK_CPU;
            case MEMORY -> StoredStrategy.STORED_STRATEGY_BINPACK_MEMORY;
          };
    };
  }

  /** The names that the stored form of strategies has no room for, in their order. */
  static List<String> spreadAttributes(List<Strategy> strategies) {
    List<String> names = new ArrayList<>();
    for (Strategy strategy : strategies) {
      if (strategy instanceof Strategy.SpreadOverAttribute(var name)) {
        names.add(name);
      }
    }
    return names;
  }

  static List<Strategy> strategies(List<StoredStrategy> stored, List<String> spreadAttributes)
      throws InvalidProtocolBufferException {
    Iterator<String> names = spreadAttributes.iterator();
    List<Strategy> strategies = new ArrayList<>(stored.size());
    for (StoredStrategy one : stored) {
      strategies.add(strategy(one, names));
    }
    if (names.hasNext()) {
      throw Unreadable.value(spreadAttributes);
    }
    return strategies;
  }

  private static Strategy strategy(StoredStrategy stored, Iterator<String> names)
      throws InvalidProtocolBufferException {
    return switch (stored) {
      case STORED_STRATEGY_ANYWHERE -> new Strategy.Anywhere();
      case STORED_STRATEGY_SPREAD_OVER_HOSTS -> new Strategy.SpreadOverHosts();
      case STORED_STRATEGY_SPREAD_OVER_ATTRIBUTE -> {
        if (!names.hasNext()) {
          throw Unreadable.value(stored);
        }
        yield new Strategy.SpreadOverAttribute(names.next());
      }
      case STORED_STRATEGY_BINPACK_CPU -> new Strategy.Binpack(Strategy.Resource.CPU);
      case STORED_STRATEGY_BINPACK_MEMORY -> new Strategy.Binpack(Strategy.Resource.MEMORY);
      case STORED_STRATEGY_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.value(stored);
    };
  }
}
