package io.berth.scheduler.history;

import io.berth.scheduler.history.Happening.Begun;
import io.berth.scheduler.history.Happening.Choice;
import io.berth.scheduler.history.Happening.Closest;
import io.berth.scheduler.history.Happening.Exit;
import io.berth.scheduler.history.Happening.Motive;
import io.berth.scheduler.history.Happening.TaskOn;
import io.berth.scheduler.history.Happening.Wanted;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Samples of everything that a line can tell. */
public final class Happenings {
  public static final Instant NOON = Instant.parse("2026-06-01T12:00:00.123456789Z");
  public static final HostId HOST = new HostId(7, -8);
  public static final ServiceId SERVICE = new ServiceId(new ClusterName("default"), "web");

  private static final Ask BY_KEY =
      new Ask("UpdateService", new Asker.Key(new AccessKeyId("BRTH0000000000000001")), NOON);
  private static final Ask BY_ITSELF = new Ask("CreateService", new Asker.Itself(), NOON);

  private Happenings() {}

  static Reason.Upkeep upkeep() {
    return new Reason.Upkeep(
        new DeploymentId(Long.MAX_VALUE),
        BY_ITSELF,
        BY_KEY,
        new Reason.Count(300, 2, 1, 0),
        new Rolling(50, 200));
  }

  static TaskOn task(long number) {
    return new TaskOn(new TaskId(NOON.toEpochMilli() << 16, number), HOST);
  }

  static Happening.Placed placedForService() {
    return new Happening.Placed(
        upkeep(),
        new Wanted(
            new DefinitionId("web", 13),
            "service:web",
            List.of("attribute:ssd exists"),
            List.of(new Strategy.SpreadOverAttribute("zone"), new Strategy.SpreadOverHosts()),
            List.of(),
            0),
        new Choice(15, 12, Map.of()),
        List.of(task(1), task(-2)),
        0,
        Optional.empty());
  }

  private static Happening.Placed placedByCall() {
    return new Happening.Placed(
        new Reason.Called(Ask.unknown(NOON)),
        new Wanted(
            new DefinitionId("api", 1),
            "",
            List.of(),
            List.of(
                new Strategy.Anywhere(),
                new Strategy.Binpack(Strategy.Resource.CPU),
                new Strategy.Binpack(Strategy.Resource.MEMORY)),
            List.of(
                new Constraint.DistinctHosts(), new Constraint.MemberOf("attribute:rack == grün")),
            3),
        new Choice(4, 0, Map.of("RESOURCE:MEMORY", 3, "AGENT", 1)),
        List.of(),
        10,
        Optional.of(new Closest(HOST, "RESOURCE:MEMORY")));
  }

  /** At least one of each kind, and each value of each list. */
  public static List<Happening> all() {
    List<Happening> all = new ArrayList<>();
    all.add(placedForService());
    all.add(placedByCall());
    all.add(new Happening.PlacedFor(SERVICE));
    for (Motive motive : Motive.values()) {
      for (StopCause.Code code : StopCause.Code.values()) {
        StopCause cause = new StopCause(code, "it is so");
        all.add(new Happening.Stopped(motive, cause, upkeep(), List.of(task(1))));
      }
    }
    all.add(new Happening.StopAsked(BY_KEY, "no more \u0007 of it"));
    StopCause exited = new StopCause(StopCause.Code.ESSENTIAL_CONTAINER_EXITED, "it exited");
    all.add(new Happening.Ended(HOST, exited, List.of(new Exit("web", 137), new Exit("side", -1))));
    all.add(new Happening.Abandoned(HOST, BY_KEY));
    all.add(new Happening.TargetLeft("group/1", Duration.ofMillis(1_234), "all requests ended"));
    ServiceId web = new ServiceId(new ClusterName("default"), "web");
    all.add(new Happening.Adopted(List.of(task(1), task(2)), Optional.of(web), ""));
    all.add(new Happening.Adopted(List.of(task(1)), Optional.empty(), "its service is not known"));
    all.add(new Happening.ClaimRefused(new TaskId(-1, 1), "it is another host's"));
    Begun begun = new Begun(new DeploymentId(0), new DefinitionId("web", 2));
    all.add(new Happening.ServiceAsked(BY_KEY, 0, 70_000, Optional.of(begun)));
    all.add(new Happening.ServiceAsked(BY_ITSELF, 3, 0, Optional.empty()));
    all.add(new Happening.Completed(new DeploymentId(42)));
    all.add(new Happening.Hindered("no way"));
    all.add(new Happening.Over());
    all.add(new Happening.Joined("default"));
    all.add(new Happening.WentSilent());
    all.add(new Happening.CameBack());
    all.add(new Happening.WasLost());
    all.add(new Happening.Rests(3, NOON));
    all.add(new Happening.Expired(HOST, Duration.ofSeconds(41)));
    all.add(new Happening.Braked(4, 9));
    all.add(new Happening.Released(new Happening.Release.Calm()));
    all.add(new Happening.Released(new Happening.Release.TimeOver()));
    all.add(new Happening.Released(new Happening.Release.Confirmed(BY_KEY)));
    for (Host.Status status :
        List.of(Host.Status.ACTIVE, Host.Status.DRAINING, Host.Status.INACTIVE)) {
      all.add(new Happening.HostAsked(BY_KEY, status));
    }
    all.add(new Happening.Attributed(BY_KEY, Map.of("zone", "a", "ssd", ""), List.of("rack")));
    all.add(new Happening.AgentAttributed(Map.of(), List.of("rack", "zone")));
    all.add(new Happening.ShutsDown());
    all.add(new Happening.StartedAnew());
    all.add(
        new Happening.FactsChanged(
            List.of(
                new Happening.Fact("cpu units", "1024", "2048"),
                new Happening.Fact("devices", "", "gpu-1"))));
    for (Happening.AuthorityStep step : Happening.AuthorityStep.values()) {
      all.add(new Happening.AuthorityAsked(BY_KEY, step));
    }
    all.add(new Happening.IdentityRevoked(BY_KEY));
    all.add(new Happening.Alarmed("SECOND_STREAM", "two of it live at once"));
    return all;
  }
}
