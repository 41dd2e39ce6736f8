package io.berth.scheduler.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Constraint.DistinctHosts;
import io.berth.scheduler.model.Constraint.MemberOf;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.Unplaced.Lack;
import io.berth.scheduler.store.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must hold of a host before it may have a task, and what is said where it does not. */
class ConstraintsTest {
  private static final MemberOf IN_A = new MemberOf("attribute:zone == a");

  private static Placement place(int count, List<Constraint> constraints, HostView... hosts) {
    TaskShape shape = new TaskShape(new Resources(0, 100, 0, 0));
    PlacementRequest request =
        new PlacementRequest(shape, count, "family:web", constraints, List.of());
    return Placer.place(request, List.of(hosts), Seeds.random(1));
  }

  private static Placement placedOn(int... hosts) {
    return new Placement(
        IntStream.of(hosts).mapToObj(number -> new Place(new HostId(0, number))).toList(),
        List.of());
  }

  private static Placement lacks(int host, Lack lack) {
    return new Placement(List.of(), List.of(new Unplaced(new HostId(0, host), lack)));
  }

  @Test
  void onlyHostsThatTheExpressionMeansGetTasks() {
    HostView meant = Zoned.host(1, 1_000, 0, "zone=a");
    HostView other = Zoned.host(2, 1_000, 0, "zone=b");
    HostView unknown = Zoned.host(3, 1_000, 0);

    assertEquals(placedOn(1, 1, 1), place(3, List.of(IN_A), meant, other, unknown));
    assertEquals(lacks(2, Lack.MEMBER_OF), place(1, List.of(IN_A), other, unknown));
  }

  @Test
  void allExpressionsMustHold() {
    HostView host = Zoned.host(1, 1_000, 0, "zone=a", "rack=1");
    MemberOf rack = new MemberOf("attribute:rack == 1");
    MemberOf otherRack = new MemberOf("attribute:rack == 2");

    assertEquals(placedOn(1), place(1, List.of(IN_A, rack), host));
    assertEquals(lacks(1, Lack.MEMBER_OF), place(1, List.of(IN_A, otherRack), host));
  }

  @Test
  void whatALikelierHostLacksIsSaidInsteadOfTheConstraint() {
    HostView meantAndFull = Zoned.host(1, 50, 0, "zone=a");
    HostView other = Zoned.host(2, 1_000, 0, "zone=b");

    assertEquals(lacks(1, Lack.MEMORY), place(1, List.of(IN_A), meantAndFull, other));
  }

  @Test
  void distinctTasksShareNoHost() {
    HostView free = Zoned.host(1, 1_000, 0);
    HostView stopping = Zoned.host(2, 1_000, new HostView.TasksOfGroup(0, 1));

    Placement placement = place(2, List.of(new DistinctHosts()), free, stopping);

    assertEquals(
        new Placement(
            List.of(new Place(free.id())), List.of(new Unplaced(free.id(), Lack.DISTINCT_HOSTS))),
        placement);
    assertEquals(lacks(2, Lack.DISTINCT_HOSTS), place(1, List.of(new DistinctHosts()), stopping));
    assertEquals(
        lacks(2, Lack.DISTINCT_HOSTS),
        place(1, List.of(new DistinctHosts(), IN_A), stoppingInA(), Zoned.host(3, 1_000, 0)),
        "a host that is meant came closer than one that is not");
  }

  private static HostView stoppingInA() {
    return Zoned.host(2, 1_000, new HostView.TasksOfGroup(0, 1), "zone=a");
  }

  @Test
  void expressionAboutTaskGroupsSeesWhatWasPlacedJustBefore() {
    List<Constraint> apart = List.of(new MemberOf("not (task:group == family:web)"));
    Placement placement = place(3, apart, Zoned.host(1, 1_000, 0), Zoned.host(2, 1_000, 0));
    Set<HostId> hosts = new TreeSet<>(placement.hosts());

    assertEquals(2, hosts.size(), "each host got one");
    assertEquals(List.of(Lack.MEMBER_OF), lacks(placement));

    List<Constraint> together = List.of(new MemberOf("task:group == family:web"));
    assertEquals(lacks(1, Lack.MEMBER_OF), place(1, together, Zoned.host(1, 1_000, 0)));
  }

  private static List<Lack> lacks(Placement placement) {
    return new ArrayList<>(placement.unplaced().stream().map(Unplaced::lack).toList());
  }

  @Test
  void expressionThatNobodyUnderstandsAnyMoreKeepsTasksAway() {
    assertEquals(
        lacks(1, Lack.MEMBER_OF),
        place(1, List.of(new MemberOf("attribute:zone")), Zoned.host(1, 1_000, 0, "zone=a")));
  }
}
