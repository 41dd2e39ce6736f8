package io.berth.scheduler.placement;

import java.util.List;

/**
 * Says of one host at a time what a task of a request meets there, by the judgement of {@link
 * Placer}: a host takes the task if, and only if, there is no obstacle.
 */
public final class Judge {
  private final PlacementRequest request;
  private final Conditions conditions;

  public Judge(PlacementRequest request) {
    this(request, Conditions.of(request.constraints()));
  }

  private Judge(PlacementRequest request, Conditions conditions) {
    this.request = request;
    this.conditions = conditions;
  }

  public PlacementRequest request() {
    return request;
  }

  /** Of the same request after a change; an expression that stays is not read again. */
  public Judge of(PlacementRequest changed) {
    return changed.constraints().equals(request.constraints())
        ? new Judge(changed, conditions)
        : new Judge(changed);
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
