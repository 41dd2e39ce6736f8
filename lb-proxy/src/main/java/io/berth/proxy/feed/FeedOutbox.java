package io.berth.proxy.feed;

import io.berth.base.Moment;
import io.berth.proto.proxy.DrainReport;
import io.berth.proto.proxy.HealthReport;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.proto.proxy.RoutingAck;
import io.berth.proto.proxy.TargetDrain;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.TargetGroup;
import io.berth.proxy.route.TargetKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a feed has to tell, kept as what is so and not as messages: each one is written when the
 * stream is ready for it, so that whoever does not read fills no memory here.
 */
final class FeedOutbox {
  /** A view takes at most some 400 bytes, and a message 256 KiB. */
  private static final int MOST_IN_MESSAGE = 500;

  private final FeedParts parts;
  private final FeedTerms terms;
  private final ToldHealth told = new ToldHealth();
  private final Deque<RoutingAck> acks = new ArrayDeque<>();
  private final Deque<TargetDrain> drains = new ArrayDeque<>();
  private List<ListenerProblem> toldProblems = List.of();
  private @Nullable Deque<TargetView> telling;
  private boolean tellingBegun;
  private boolean drainAsked;
  private boolean leaving;
  private Duration digestAt;
  private Duration drainAt;

  FeedOutbox(FeedParts parts, FeedTerms terms, Moment now) {
    this.parts = parts;
    this.terms = terms;
    this.digestAt = now.after(terms.digestInterval());
    this.drainAt = now.sinceBoot();
    tellAll();
  }

  // ------------------------------------------------------------------ what there is to tell

  /** A word about a version; the newest covers all that still wait, but a refusal stays told. */
  void word(RoutingAck ack) {
    if (!ack.hasRefusal()) {
      acks.clear();
      toldProblems = parts.place().problems();
      served();
    } else if (!acks.isEmpty() && acks.getLast().hasRefusal()) {
      acks.removeLast();
    }
    acks.addLast(ack);
  }

  private void served() {
    RoutingTable table = parts.place().served().map(Served::table).orElse(RoutingTable.empty());
    Set<TargetKey> targets = new HashSet<>();
    for (TargetGroup group : table.groups()) {
      group.targets().forEach(target -> targets.add(new TargetKey(group.id(), target.id())));
    }
    told.keepOnly(targets::contains);
    drainAsked = true;
  }

  /** The health of all targets anew. */
  void tellAll() {
    told.forgetAll();
    telling = new ArrayDeque<>(parts.health().all());
    tellingBegun = false;
  }

  /** When something is to be told although nothing happens. */
  Duration dueAt() {
    return leaving && drainAt.compareTo(digestAt) < 0 ? drainAt : digestAt;
  }

  // ------------------------------------------------------------------ the next message

  Optional<ProxyMessage> next(Moment now) {
    problemsMayHaveChanged();
    if (!acks.isEmpty()) {
      return Optional.of(ProxyMessage.newBuilder().setRoutingAck(acks.removeFirst()).build());
    }
    return drain(now).or(this::health).or(() -> digest(now));
  }

  /** The served version is acknowledged anew when other listeners take no traffic. */
  private void problemsMayHaveChanged() {
    List<ListenerProblem> problems = parts.place().problems();
    if (!problems.equals(toldProblems)) {
      parts
          .place()
          .served()
          .ifPresent(served -> {
            toldProblems = problems;
            acks.addLast(RoutingWire.served(served, problems));
          });
    }
  }

  private Optional<ProxyMessage> drain(Moment now) {
    if (drains.isEmpty()) {
      boolean news = parts.drains().takeNews();
      if (drainAsked || news || (leaving && !now.isBefore(drainAt))) {
        count(now);
      }
    }
    if (drains.isEmpty()) {
      return Optional.empty();
    }
    Served served = parts.place().served().orElseThrow();
    var report = DrainReport.newBuilder().setVersion(RoutingWire.version(served.version()));
    while (!drains.isEmpty() && report.getTargetsCount() < MOST_IN_MESSAGE) {
      report.addTargets(drains.removeFirst());
    }
    return Optional.of(ProxyMessage.newBuilder().setDrain(report).build());
  }

  /** All of it in one go: the counts are of one version. */
  private void count(Moment now) {
    drainAsked = false;
    drainAt = now.after(terms.drainInterval());
    Map<TargetKey, Integer> counts =
        parts.place().served().isPresent() ? parts.drains().leaving() : Map.of();
    leaving = !counts.isEmpty();
    counts.forEach((key, inFlight) ->
        drains.addLast(
            TargetDrain.newBuilder()
                .setGroupId(key.groupId().text())
                .setTargetId(key.targetId().text())
                .setInFlight(inFlight)
                .build()));
  }

  private Optional<ProxyMessage> health() {
    Deque<TargetView> whole = telling;
    if (whole == null) {
      List<TargetView> changed = parts.health().takeChanged(MOST_IN_MESSAGE);
      return changed.isEmpty()
          ? Optional.empty()
          : Optional.of(report(HealthReport.newBuilder(), changed));
    }
    var report = HealthReport.newBuilder().setFirstOfAll(!tellingBegun);
    tellingBegun = true;
    List<TargetView> part = new ArrayList<>();
    while (!whole.isEmpty() && part.size() < MOST_IN_MESSAGE) {
      part.add(whole.removeFirst());
    }
    if (whole.isEmpty()) {
      telling = null;
      report.setLastOfAll(true);
    }
    return Optional.of(report(report, part));
  }

  private ProxyMessage report(HealthReport.Builder report, List<TargetView> views) {
    Duration offset = parts.offset().offset();
    views.forEach(view -> report.addTargets(told.tell(view, offset)));
    return ProxyMessage.newBuilder().setHealth(report).build();
  }

  private Optional<ProxyMessage> digest(Moment now) {
    if (now.isBefore(digestAt)) {
      return Optional.empty();
    }
    digestAt = now.after(terms.digestInterval());
    return Optional.of(ProxyMessage.newBuilder().setHealthDigest(told.digest()).build());
  }
}
