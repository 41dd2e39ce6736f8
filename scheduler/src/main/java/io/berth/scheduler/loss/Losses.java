package io.berth.scheduler.loss;

import io.berth.scheduler.loss.Census.Hearing;
import io.berth.scheduler.loss.Census.Member;
import io.berth.scheduler.loss.Verdict.Braking;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.LossRules.BrakeRule;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which silent hosts are given up. When many fall silent together it is rather a switch, a
 * zone's power or the scheduler's own network than their end, and to move their tasks would do more
 * harm than to wait: then a brake holds, and none is given up.
 */
public final class Losses {
  /** So long after its start the scheduler gives nobody up: agents come back one by one. */
  public static final Duration SETTLING = Duration.ofMinutes(1);

  /** So long most hosts must be there again before the others count as lost. */
  public static final Duration CALM = Duration.ofSeconds(30);

  private Losses() {}

  public static Verdict judge(Census census) {
    boolean isCrowd = isCrowd(census);
    List<HostId> due = due(census);
    if (census.brake().isPresent()) {
      return braked(census, census.brake().get(), due, isCrowd);
    }
    if (due.isEmpty() || census.running().compareTo(SETTLING) < 0) {
      return new Verdict(List.of(), Braking.UNCHANGED, isCrowd);
    }
    return isCrowd
        ? new Verdict(List.of(), Braking.BEGINS, true)
        : new Verdict(due, Braking.UNCHANGED, false);
  }

  private static Verdict braked(
      Census census, Census.Brake brake, List<HostId> due, boolean isCrowd) {
    boolean isAllowed =
        census
            .rules()
            .brake()
            .filter(rule -> brake.held().compareTo(rule.longest()) < 0)
            .isPresent();
    if (!isAllowed) {
      return new Verdict(due, Braking.ENDS_IN_TIME, isCrowd);
    }
    boolean isCalm = !isCrowd && brake.calm().compareTo(CALM) >= 0;
    return isCalm && census.running().compareTo(SETTLING) >= 0
        ? new Verdict(due, Braking.ENDS_IN_CALM, false)
        : new Verdict(List.of(), Braking.UNCHANGED, isCrowd);
  }

  /** Those that were silent for long enough. */
  private static List<HostId> due(Census census) {
    return census.members().stream()
        .filter(member ->
            member.hearing() instanceof Hearing.Silent(var quiet)
                && quiet.compareTo(census.rules().lostAfter()) >= 0)
        .map(Member::host)
        .sorted()
        .toList();
  }

  /** Whether more are away at once than may be lost together. */
  private static boolean isCrowd(Census census) {
    Optional<BrakeRule> rule = census.rules().brake();
    if (rule.isEmpty()) {
      return false;
    }
    int hosts = 0;
    int away = 0;
    Map<String, Zone> zones = new HashMap<>();
    for (Member member : census.members()) {
      Zone one = Zone.of(member.hearing(), rule.get());
      hosts += one.hosts();
      away += one.away();
      zones.merge(member.zone(), one, Zone::and);
    }
    boolean isAll = away == hosts && hosts > 1;
    boolean isZone =
        zones.size() > 1
            && zones.entrySet().stream()
                .anyMatch(zone -> !zone.getKey().isEmpty() && zone.getValue().isAllAway());
    return rule.get().isTooMany(away, hosts) || isAll || isZone;
  }

  private record Zone(int hosts, int away) {
    private static final Zone THERE = new Zone(1, 0);
    private static final Zone AWAY = new Zone(1, 1);
    private static final Zone NOBODY = new Zone(0, 0);

    /** Who was lost long ago is nobody to be counted. */
    static Zone of(Hearing hearing, BrakeRule rule) {
      return switch (hearing) {
        case Hearing.Heard() -> THERE;
        case Hearing.Silent(_) -> AWAY;
        case Hearing.Lost(var quiet) -> quiet.compareTo(rule.window()) <= 0 ? AWAY : NOBODY;
      };
    }

    Zone and(Zone other) {
      return new Zone(hosts + other.hosts, away + other.away);
    }

    /** A single host is no more of a loss for being a zone of its own. */
    boolean isAllAway() {
      return hosts > 1 && away == hosts;
    }
  }
}
