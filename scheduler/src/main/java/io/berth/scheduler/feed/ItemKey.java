package io.berth.scheduler.feed;

import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.TargetGroupId;
import java.util.Comparator;

/** Names one item of a routing table; ordered as the table's hash goes through them. */
record ItemKey(Kind kind, String id) implements Comparable<ItemKey> {
  /** Ids are of ASCII and of one length, so that they sort as their bytes do. */
  private static final Comparator<ItemKey> ORDER =
      Comparator.comparing(ItemKey::kind).thenComparing(ItemKey::id);

  /** What an item is, in the order of the hash. */
  enum Kind {
    BALANCER(1),
    LISTENER(2),
    GROUP(3);

    private final int mark;

    Kind(int mark) {
      this.mark = mark;
    }

    /** The byte that stands for it in the hash. */
    byte mark() {
      return (byte) mark;
    }
  }

  static ItemKey of(BalancerId id) {
    return new ItemKey(Kind.BALANCER, id.text());
  }

  static ItemKey of(ListenerId id) {
    return new ItemKey(Kind.LISTENER, id.text());
  }

  static ItemKey of(TargetGroupId id) {
    return new ItemKey(Kind.GROUP, id.text());
  }

  @Override
  public int compareTo(ItemKey other) {
    return ORDER.compare(this, other);
  }
}
