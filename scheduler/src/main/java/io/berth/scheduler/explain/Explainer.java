package io.berth.scheduler.explain;

import io.berth.scheduler.placement.Judge;
import io.berth.scheduler.placement.PlacementRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Explains a request on a cluster: asks every host all that placement asks, and looks for the
 * smallest changes where that leaves tasks without a place. The same request and scene give the
 * same answer, in whichever order the hosts come, as long as patience does not end early.
 */
public final class Explainer {
  /** Beyond this nobody counts how many tasks a host would take. */
  public static final int MOST_ROOM = 1_000;

  private Explainer() {}

  public static Explanation explain(PlacementRequest request, Scene scene, Patience patience) {
    Judge judge = new Judge(request);
    List<Finding> findings = new ArrayList<>();
    for (HostSight sight : scene.hosts()) {
      findings.add(finding(scene, judge, sight));
    }
    findings.sort(Comparator.comparing(Finding::id));
    Explanation explanation =
        new Explanation(request, findings, ReasonGroup.of(findings), Advice.NONE);
    return explanation.hasRoomForAll()
        ? explanation
        : new Explanation(
            request,
            findings,
            explanation.groups(),
            Advisor.advise(scene, judge, findings, patience));
  }

  private static Finding finding(Scene scene, Judge judge, HostSight sight) {
    List<Reason> reasons = Trial.of(scene, judge, sight).reasons();
    return new Finding(sight, reasons, reasons.isEmpty() ? judge.room(sight.view(), MOST_ROOM) : 0);
  }
}
