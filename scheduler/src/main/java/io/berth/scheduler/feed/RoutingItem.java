package io.berth.scheduler.feed;

import com.google.protobuf.ByteString;
import io.berth.proto.proxy.Balancer;
import io.berth.proto.proxy.Listener;
import io.berth.proto.proxy.RoutingChange;
import io.berth.proto.proxy.Target;
import io.berth.proto.proxy.TargetGroup;
import java.util.Set;
import java.util.stream.Collectors;

/** One item of a routing table as proxies get it: replaced as a whole, told apart by its hash. */
sealed interface RoutingItem {
  ItemKey key();

  /** Equal content has an equal hash. */
  ByteString hash();

  /** How much it is on the wire. */
  int size();

  void addTo(RoutingChange.Builder change);

  /** A load balancer. */
  record OfBalancer(Balancer wire) implements RoutingItem {
    @Override
    public ItemKey key() {
      return new ItemKey(ItemKey.Kind.BALANCER, wire.getBalancerId());
    }

    @Override
    public ByteString hash() {
      return wire.getContentHash();
    }

    @Override
    public int size() {
      return wire.getSerializedSize();
    }

    @Override
    public void addTo(RoutingChange.Builder change) {
      change.addBalancers(wire);
    }
  }

  /** A listener with its rules. */
  record OfListener(Listener wire) implements RoutingItem {
    @Override
    public ItemKey key() {
      return new ItemKey(ItemKey.Kind.LISTENER, wire.getListenerId());
    }

    @Override
    public ByteString hash() {
      return wire.getContentHash();
    }

    @Override
    public int size() {
      return wire.getSerializedSize();
    }

    @Override
    public void addTo(RoutingChange.Builder change) {
      change.addListeners(wire);
    }
  }

  /** A target group with its targets, whose ids are kept apart to be looked up. */
  record OfGroup(TargetGroup wire, Set<String> targets) implements RoutingItem {
    static OfGroup of(TargetGroup wire) {
      return new OfGroup(
          wire,
          wire.getTargetsList().stream()
              .map(Target::getTargetId)
              .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public ItemKey key() {
      return new ItemKey(ItemKey.Kind.GROUP, wire.getGroupId());
    }

    @Override
    public ByteString hash() {
      return wire.getContentHash();
    }

    @Override
    public int size() {
      return wire.getSerializedSize();
    }

    @Override
    public void addTo(RoutingChange.Builder change) {
      change.addGroups(wire);
    }
  }
}
