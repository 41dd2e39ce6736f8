package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.ListenerKind;
import io.berth.proto.state.StoredListener;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.Map;

/** Listeners on disk: 64-bit id =&gt; StoredListener. */
final class ListenerCodec implements RowCodec<ListenerId, Listener> {
  private static final Names<Listener.Protocol, ListenerKind> PROTOCOLS =
      Names.of(
          Listener.Protocol.class, Map.of(Listener.Protocol.HTTP, ListenerKind.LISTENER_KIND_HTTP));

  @Override
  public int family() {
    return 18;
  }

  @Override
  public Table<ListenerId, Listener> table() {
    return Tables.LISTENERS;
  }

  @Override
  public byte[] key(ListenerId key) {
    return Keys.inFamily(family()).number(key.bits()).bytes();
  }

  @Override
  public byte[] encode(Listener row) {
    return StoredListener.newBuilder()
        .setId(row.id().bits())
        .setBalancerId(row.balancer().bits())
        .setPort(row.port())
        .setProtocol(PROTOCOLS.stored(row.protocol()))
        .setDefaultRuleId(row.defaultRule().bits())
        .setDefaultAction(Actions.stored(row.defaultAction()))
        .setCreatedAt(Times.stored(row.createdAt()))
        .putAllTags(row.tags())
        .build()
        .toByteArray();
  }

  @Override
  public Listener decode(byte[] value) throws InvalidProtocolBufferException {
    StoredListener stored = StoredListener.parseFrom(value);
    return new Listener(
        new ListenerId(stored.getId()),
        new BalancerId(stored.getBalancerId()),
        stored.getPort(),
        PROTOCOLS.model(stored.getProtocol()),
        new RuleId(stored.getDefaultRuleId()),
        Actions.action(stored.getDefaultAction()),
        Times.instant(stored.getCreatedAt()),
        stored.getTagsMap());
  }
}
