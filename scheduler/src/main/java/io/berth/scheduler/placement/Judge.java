package io.berth.scheduler.placement;

import io.berth.scheduler.model.Constraint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says of one host at a time what a task of a request meets there, by the judgement of {@link
 * Placer}: a host takes the task if, and only if, there is no obstacle. For one thread.
 */
public final class Judge {
  private final PlacementRequest request;
  private final Conditions conditions;
  private final Map<List<Constraint>, Conditions> read;

  public Judge(PlacementRequest request) {
    this(request, new HashMap<>());
  }

  private Judge(PlacementRequest request, Map<List<Constraint>, Conditions> read) {
    this.request = request;
    this.conditions = read.computeIfAbsent(request.constraints(), Conditions::of);
    this.read = read;
  }

  public PlacementRequest request() {
    return request;
  }

  /** Of the same request after a change; expressions that were read are not read again. */
  public Judge of(PlacementRequest changed) {
    return new Judge(changed, read);
  }

  /** All that keeps a task off the host; the first is the one that {@link Placer} would tell. */
  public List<Obstacle> obstacles(HostView host) {
    return new Candidate(host).obstacles(request, conditions);
  }

  /** How many such tasks the host takes, one after the other; no more than asked for here. */
  public int room(HostView host, int most) {
    return new Candidate(host).room(request, conditions, most);
  }
}
