package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredCondition;
import io.berth.proto.state.StoredPatterns;
import io.berth.proto.state.StoredRule;
import io.berth.scheduler.model.Condition;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.Rule;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;

/** Rules on disk: 64-bit id =&gt; StoredRule. */
final class RuleCodec implements RowCodec<RuleId, Rule> {

  @Override
  public int family() {
    return 19;
  }

  @Override
  public Table<RuleId, Rule> table() {
    return Tables.RULES;
  }

  @Override
  public byte[] key(RuleId key) {
    return Keys.inFamily(family()).number(key.bits()).bytes();
  }

  @Override
  public byte[] encode(Rule row) {
    return StoredRule.newBuilder()
        .setId(row.id().bits())
        .setListenerId(row.listener().bits())
        .setPriority(row.priority())
        .addAllConditions(row.conditions().stream().map(RuleCodec::stored).toList())
        .setAction(Actions.stored(row.action()))
        .setCreatedAt(Times.stored(row.createdAt()))
        .putAllTags(row.tags())
        .build()
        .toByteArray();
  }

  @Override
  public Rule decode(byte[] value) throws InvalidProtocolBufferException {
    StoredRule stored = StoredRule.parseFrom(value);
    List<Condition> conditions = new ArrayList<>(stored.getConditionsCount());
    for (StoredCondition condition : stored.getConditionsList()) {
      conditions.add(condition(condition));
    }
    return new Rule(
        new RuleId(stored.getId()),
        new ListenerId(stored.getListenerId()),
        stored.getPriority(),
        conditions,
        Actions.action(stored.getAction()),
        Times.instant(stored.getCreatedAt()),
        stored.getTagsMap());
  }

  private static StoredCondition stored(Condition condition) {
    StoredCondition.Builder stored = StoredCondition.newBuilder();
    switch (condition) {
      case Condition.HostHeader(var patterns) -> stored.setHostHeader(stored(patterns));
      case Condition.PathPattern(var patterns) -> stored.setPathPattern(stored(patterns));
    }
    return stored.build();
  }

  private static StoredPatterns stored(List<String> patterns) {
    return StoredPatterns.newBuilder().addAllValues(patterns).build();
  }

  private static Condition condition(StoredCondition stored) throws InvalidProtocolBufferException {
    return switch (stored.getPartCase()) {
      case HOST_HEADER -> new Condition.HostHeader(stored.getHostHeader().getValuesList());
      case PATH_PATTERN -> new Condition.PathPattern(stored.getPathPattern().getValuesList());
      case PART_NOT_SET -> throw Unreadable.value(stored.getPartCase());
    };
  }
}
