package io.berth.peer;

import io.berth.base.Moment;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.LeaseAnswer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of one session: when the next is due, and when each that waits for its answer was
 * sent, since a lease counts from there.
 */
public final class Heartbeats {
  /** More than this many answers are never owed: the session is silent long before. */
  private static final int MOST_OPEN = 64;

  private final Duration interval;
  private final Deque<Sent> open = new ArrayDeque<>();
  private long sequence;
  private Duration dueAt;
  private @Nullable Long probe;

  private record Sent(long sequence, Duration at) {}

  public Heartbeats(Duration interval, Moment now) {
    this.interval = interval;
    this.dueAt = now.after(interval);
  }

  public Duration interval() {
    return interval;
  }

  public Duration dueAt() {
    return probe == null ? dueAt : Duration.ZERO;
  }

  /** A probe is answered by the next heartbeat, which is due at once; the newest one counts. */
  public void probed(long number) {
    probe = number;
  }

  public boolean isDue(Moment now) {
    return !now.isBefore(dueAt());
  }

  /** The one that is sent now. */
  public Heartbeat beat(Moment now) {
    sequence++;
    var beat = Heartbeat.newBuilder().setSequence(sequence);
    if (probe != null) {
      beat.setProbeNumber(probe);
      probe = null;
    }
    open.addLast(new Sent(sequence, now.sinceBoot()));
    if (open.size() > MOST_OPEN) {
      open.removeFirst();
    }
    dueAt = now.after(interval);
    return beat.build();
  }

  /** When the heartbeat was sent that is answered so; empty when a newer answer has come before. */
  public Optional<Duration> answered(LeaseAnswer answer) {
    Duration at = null;
    while (!open.isEmpty() && open.getFirst().sequence() <= answer.getSequence()) {
      Sent sent = open.removeFirst();
      at = sent.sequence() == answer.getSequence() ? sent.at() : null;
    }
    return Optional.ofNullable(at);
  }

  /** Whether a heartbeat of that number was ever sent. */
  public boolean isSent(long number) {
    return number >= 1 && number <= sequence;
  }
}
