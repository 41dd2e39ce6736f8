package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostId;

/** A task that found no place: the host that came closest, and the first thing that it lacks. */
public record Unplaced(HostId closest, Lack lack) {

  /** What a host lacks, in the order in which it is looked at: a later one came closer. */
  public enum Lack {
    /** Its agent does not answer. */
    AGENT("AGENT"),
    /** It is not what the task must have. */
    ATTRIBUTE("ATTRIBUTE"),
    /** It is not among those that an expression of the request or the definition describes. */
    MEMBER_OF("MemberOf placement constraint unsatisfied."),
    /** It has a task of the group, and shall have one at most. */
    DISTINCT_HOSTS("DistinctInstance placement constraint unsatisfied."),
    /** Not enough cpu is free. */
    CPU("RESOURCE:CPU"),
    /** Not enough memory is free. */
    MEMORY("RESOURCE:MEMORY"),
    /** A port that the task names is taken, or too few are left for the agent to pick from. */
    PORTS("RESOURCE:PORTS"),
    /** A port that the task names is free, and some proxy may still send others' requests there. */
    HELD_PORTS("RESOURCE:PORTS"),
    /** Too few devices of the kinds that its containers must have for themselves are free. */
    GPU("RESOURCE:GPU");

    private final String reason;

    Lack(String reason) {
      this.reason = reason;
    }

    /** The word that ECS has for it. */
    public String reason() {
      return reason;
    }
  }
}
