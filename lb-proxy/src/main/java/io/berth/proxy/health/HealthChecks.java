package io.berth.proxy.health;

import io.berth.base.Moment;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.TargetKey;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the targets of the served table, on a thread of its own: traffic delays no check, and no
 * check delays traffic. Everything but {@link #isHealthy} happens on that thread.
 */
public final class HealthChecks {
  private static final int MOST_AT_ONCE = 256;

  private final Supplier<Moment> clock;
  private final Changes changes;
  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final CheckCalls calls;
  private final HealthBook book = new HealthBook(MOST_AT_ONCE);

  /** A copy for the threads that ask about one target at a time. */
  private final Set<TargetKey> healthy = ConcurrentHashMap.newKeySet();

  private @Nullable ScheduledFuture<?> timer;

  /** Who is told of views that have changed. */
  public interface Changes {
    void changed(List<TargetHealth> views, Predicate<TargetKey> healthy);
  }

  /** The changes are told in their order, by the thread of the checks; nobody may wait there. */
  public HealthChecks(Supplier<Moment> clock, Changes changes) {
    this.clock = clock;
    this.changes = changes;
    this.group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    this.loop = group.next();
    this.calls = new CheckCalls(loop);
  }

  /** From now on these are the targets; the new ones are checked at once. Any thread may call. */
  public void serve(RoutingTable table) {
    loop.submit(
            () -> {
              book.serve(table, clock.get());
              healthy.removeIf(key -> book.of(key).isEmpty());
              turn();
            })
        .syncUninterruptibly();
  }

  /** Any thread may ask. */
  public boolean isHealthy(TargetKey key) {
    return healthy.contains(key);
  }

  private void turn() {
    Moment now = clock.get();
    for (Check check : book.due(now)) {
      calls.make(check, result -> ended(check, result));
    }
    tellChanges();
    plan(now);
  }

  private void ended(Check check, CheckResult result) {
    book.result(check, result, clock.get());
    turn();
  }

  private void tellChanges() {
    List<TargetHealth> changed = book.takeChanged();
    if (changed.isEmpty()) {
      return;
    }
    for (TargetHealth view : changed) {
      if (view.state() == HealthState.HEALTHY) {
        healthy.add(view.key());
      } else {
        healthy.remove(view.key());
      }
    }
    changes.changed(changed, this::isHealthy);
  }

  private void plan(Moment now) {
    if (timer != null) {
      var _ = timer.cancel(false);
      timer = null;
    }
    book.nextDue()
        .ifPresent(at -> {
          Duration wait = at.minus(now.sinceBoot());
          timer = loop.schedule(this::turn, wait.toNanos(), TimeUnit.NANOSECONDS);
        });
  }

  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
