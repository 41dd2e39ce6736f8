package io.berth.scheduler.feed;

import com.google.protobuf.ByteString;
import io.berth.proto.common.StateVersion;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.RoutingAck;
import io.berth.proto.proxy.RoutingDifference;
import io.berth.proto.proxy.RoutingRefusal;
import io.berth.proto.proxy.RoutingRefusalCode;
import io.berth.scheduler.peer.Moment;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy was told of the routing table, and what it is told next. One version is on its way
 * at a time; what changes meanwhile is merged into the next. Decides from tables, answers and time
 * alone.
 */
final class RoutingState {
  /** Changes within so long of the last version wait for company. */
  static final Duration PACE = Duration.ofMillis(50);

  /** An acknowledgement that does not come for so long will not come any more. */
  static final Duration ACK_WAIT = Duration.ofSeconds(60);

  static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 6;

  private final long epoch;
  private Progress progress = new Progress.Idle();
  private @Nullable Served served;

  /** Nothing that was told before holds: the next telling is of everything. */
  private boolean isWhole;

  private int refusals;
  private long notBeforeNanos;

  /** The table that the proxy cannot take; the next one is tried. */
  private @Nullable RoutingTable untaken;

  /** What the proxy serves, under the version by which it knows it. */
  record Served(StateVersion version, RoutingTable table) {}

  /** How far the telling is. */
  private sealed interface Progress {
    record Idle() implements Progress {}

    /** A version was taken; the next one waits for company. */
    record Resting(long untilNanos) implements Progress {}

    record Sending(RoutingSync sync, Served sent) implements Progress {}

    record Awaiting(Served sent, long deadlineNanos, long restedNanos) implements Progress {}
  }

  /** What an acknowledgement means for the feed. */
  sealed interface Effect {
    /** It is about something else: late, or doubled. */
    record None() implements Effect {}

    /** The proxy serves what it was told last. */
    record Taken() implements Effect {}

    /** It does not, and is told everything anew. */
    record TellAnew() implements Effect {}

    /** It cannot take the table: somebody has to look at it. */
    record Alarming(String sentence) implements Effect {}

    /** It serves what it cannot have been told here: only a new hello helps. */
    record BeginAgain() implements Effect {}
  }

  RoutingState(long epoch) {
    this.epoch = epoch;
  }

  /** The proxy's hello shows that it serves this table already. */
  void adopt(StateVersion version, RoutingTable table) {
    served = new Served(version, table);
  }

  /** What the proxy serves, as far as it has said so here. */
  Optional<Served> served() {
    return Optional.ofNullable(served);
  }

  boolean awaitsChanges() {
    return progress instanceof Progress.Idle;
  }

  OptionalLong wakeNanos() {
    return switch (progress) {
      case Progress.Idle() ->
          isWhole && refusals > 1 && untaken == null
              ? OptionalLong.of(notBeforeNanos)
              : OptionalLong.empty();
      case Progress.Resting(long until) -> OptionalLong.of(until);
      case Progress.Awaiting(_, long deadline, _) -> OptionalLong.of(deadline);
      case Progress.Sending _ -> OptionalLong.empty();
    };
  }

  boolean isOverdue(Moment now) {
    return progress instanceof Progress.Awaiting(_, long deadline, _) && now.isAtOrAfter(deadline);
  }

  /** The next message, if the proxy does not serve the newest table yet. */
  Optional<FeedMessage> next(RoutingTable newest, Moment now) {
    if (progress instanceof Progress.Resting(long until) && now.isAtOrAfter(until)) {
      progress = new Progress.Idle();
    }
    return switch (progress) {
      case Progress.Resting _, Progress.Awaiting _ -> Optional.empty();
      case Progress.Sending(var sync, var sent) -> Optional.of(continued(sync, sent, now));
      case Progress.Idle() -> begun(newest, now);
    };
  }

  private Optional<FeedMessage> begun(RoutingTable newest, Moment now) {
    RoutingTable refused = untaken;
    if (refused != null && refused.hash().equals(newest.hash())) {
      return Optional.empty();
    }
    boolean isTooEarly = refused == null && refusals > 1 && !now.isAtOrAfter(notBeforeNanos);
    if (isWhole && isTooEarly) {
      return Optional.empty();
    }
    Served base = served;
    if (base == null || isWhole) {
      return Optional.of(synced(newest, Optional.empty(), newest.whole()));
    }
    if (base.table().hash().equals(newest.hash())) {
      // Went there and back again: what the proxy serves is what it is now, under its old name.
      served = new Served(base.version(), newest);
      return Optional.empty();
    }
    RoutingTable.Difference change = newest.since(base.table());
    if (RoutingSync.bytes(change) > RoutingSync.CHUNK_BYTES) {
      return Optional.of(synced(newest, Optional.of(base.version()), change));
    }
    Served sent = new Served(version(newest), newest);
    progress = new Progress.Awaiting(sent, now.in(ACK_WAIT), now.in(PACE));
    return Optional.of(
        FeedMessage.newBuilder()
            .setDifference(
                RoutingDifference.newBuilder()
                    .setBase(base.version())
                    .setVersion(sent.version())
                    .setChange(RoutingSync.whole(change))
                    .setTableHash(newest.hash()))
            .build());
  }

  private FeedMessage synced(
      RoutingTable newest, Optional<StateVersion> base, RoutingTable.Difference change) {
    Served sent = new Served(version(newest), newest);
    RoutingSync sync = new RoutingSync(sent.version(), base, newest, change);
    progress = new Progress.Sending(sync, sent);
    return sync.next();
  }

  private FeedMessage continued(RoutingSync sync, Served sent, Moment now) {
    FeedMessage message = sync.next();
    if (sync.isEnded()) {
      progress = new Progress.Awaiting(sent, now.in(ACK_WAIT), now.in(PACE));
    }
    return message;
  }

  Effect acknowledged(RoutingAck ack, Moment now) {
    Served sent =
        switch (progress) {
          case Progress.Idle(), Progress.Resting _ -> null;
          case Progress.Sending(_, var sending) -> sending;
          case Progress.Awaiting(var awaited, _, _) -> awaited;
        };
    if (sent == null || !sent.version().equals(ack.getVersion())) {
      return isServed(ack) ? new Effect.Taken() : new Effect.None();
    }
    if (ack.hasRefusal()) {
      return refused(ack.getRefusal(), sent, now);
    }
    if (!(progress instanceof Progress.Awaiting(_, _, long rested))) {
      // The end of the sync is not sent yet, so this is of another telling of the same version.
      return new Effect.None();
    }
    if (!isHash(ack, sent.table().hash())) {
      return new Effect.BeginAgain();
    }
    served = sent;
    untaken = null;
    isWhole = false;
    refusals = 0;
    progress = new Progress.Resting(rested);
    return new Effect.Taken();
  }

  /** Says again what it said before, with other problems of its listeners maybe. */
  private boolean isServed(RoutingAck ack) {
    return served != null && !ack.hasRefusal() && served.version().equals(ack.getVersion());
  }

  private static boolean isHash(RoutingAck ack, ByteString hash) {
    return ack.hasTableHash() && ack.getTableHash().equals(hash);
  }

  private Effect refused(RoutingRefusal refusal, Served sent, Moment now) {
    progress = new Progress.Idle();
    isWhole = true;
    notBeforeNanos = now.in(FIRST_WAIT.multipliedBy(1L << Math.min(refusals, MOST_DOUBLINGS)));
    refusals++;
    return switch (refusal.getCode()) {
      case ROUTING_REFUSAL_CODE_BASE_UNKNOWN,
          ROUTING_REFUSAL_CODE_CHUNKS_MISSING,
          ROUTING_REFUSAL_CODE_HASH_MISMATCH ->
          new Effect.TellAnew();
      case ROUTING_REFUSAL_CODE_VERSION_OLD -> new Effect.BeginAgain();
      case ROUTING_REFUSAL_CODE_INVALID,
          ROUTING_REFUSAL_CODE_FEATURE_UNKNOWN,
          ROUTING_REFUSAL_CODE_UNSPECIFIED,
          UNRECOGNIZED -> {
        untaken = sent.table();
        yield new Effect.Alarming(sentence(refusal, sent));
      }
    };
  }

  private static String sentence(RoutingRefusal refusal, Served sent) {
    String what =
        refusal.getCode() == RoutingRefusalCode.ROUTING_REFUSAL_CODE_FEATURE_UNKNOWN
            ? "needs a feature that this proxy lacks"
            : "is invalid to this proxy";
    return "the routing table of number %d %s, which serves its last one on: %s"
        .formatted(sent.table().number(), what, refusal.getSentence());
  }

  private StateVersion version(RoutingTable table) {
    return StateVersion.newBuilder().setEpoch(epoch).setNumber(table.number()).build();
  }
}
