package io.berth.tests.sim;

/** What goes wrong in runs; every one of them must in a batch of seeds. */
enum Fault {
  /** The scheduler's process ends; its disk keeps what was written. */
  SCHEDULER_KILLED,
  /** Its machine loses power: of what was written but not synced, only a beginning is kept. */
  SCHEDULER_POWER_CUT,
  /** Its disk refuses a write, and the process ends. */
  SCHEDULER_DISK_FAILS,
  /** Each of its writes takes long. */
  SCHEDULER_DISK_SLOW,
  /** An agent's process ends; containers and what was written stay. */
  AGENT_KILLED,
  /** An agent's disk is slow. */
  AGENT_DISK_SLOW,
  /** An agent's process ends and its journal is lost. */
  JOURNAL_LOST,
  /** A host loses power: its containers end, and what was not forced is lost in part. */
  HOST_POWER_CUT,
  /** A stream breaks with what was on its way. */
  STREAM_CUT,
  /** Nothing passes between two of the cluster, either way. */
  PARTITION,
  /** Nothing passes from one to another, but the other way all does. */
  ONE_WAY_PARTITION,
  /** A host is cut off for longer than its lease, its containers run on. */
  HOST_AWAY,
  /** For as long, nothing that a host says arrives, and it is told everything. */
  HOST_UNHEARD,
  /** For as long, a host is told nothing, and is heard. */
  HOST_UNTOLD,
  /** A host has no power for up to some minutes. */
  HOST_DOWN,
  /** The same, and it comes back with an empty disk. */
  HOST_DISK_LOST,
  /** A host comes and goes several times within a short while. */
  HOST_FLAPS,
  /** Nothing of a host's agent goes on for a while, but the clock that counts such times. */
  HOST_SUSPENDED,
  /** The clock on a host's wall jumps. */
  HOST_CLOCK_JUMPS,
  /** All hosts of a zone are cut off. */
  ZONE_CUT_OFF,
  /** Most hosts are cut off. */
  MANY_CUT_OFF,
  /** Nothing of the scheduler goes on for ten seconds. */
  SCHEDULER_PAUSED,
  /** The scheduler is cut off from everybody for half a minute. */
  SCHEDULER_CUT_OFF,
  /** The clock on the scheduler's wall jumps. */
  SCHEDULER_CLOCK_JUMPS,
  /** What passes between two of the cluster takes long. */
  DELAY,
  /** What was sent on one stream arrives after what was sent later on another. */
  REORDER,
  /** A user's request does not arrive. */
  REQUEST_LOST,
  /** A user's request is carried out, and the answer does not arrive. */
  ANSWER_LOST,
  /** A user's request arrives twice. */
  DUPLICATE,
  /** An engine does not listen for a while; containers run on. */
  ENGINE_AWAY,
  /** An engine takes calls and does not answer. */
  ENGINE_HANGS,
  /** An engine starts anew and has ended every container. */
  ENGINE_RESTARTED,
  /** One call of an engine fails without effect. */
  ENGINE_CALL_FAILS,
  /** One call of an engine has its effect, and its caller hears of a failure. */
  ENGINE_ANSWER_LOST,
  /** A container's program ends by itself. */
  CONTAINER_EXITS,
  /** A container's memory is used up. */
  OUT_OF_MEMORY,
  /** Somebody removes a container behind everybody's back. */
  REMOVED_BY_HAND,
  /** A proxy's process ends; its table stays. */
  PROXY_KILLED,
  /** A proxy's machine loses power; what it has acknowledged is on its disk. */
  PROXY_POWER_CUT,
  /** Nothing passes between a proxy and the scheduler; users and targets are reached. */
  PROXY_CUT_OFF,
  /** Nothing passes one way between a proxy and the scheduler. */
  PROXY_UNHEARD,
  /** What passes between a proxy and the scheduler takes long. */
  PROXY_FAR,
  /** A proxy's disk takes no table for a while. */
  PROXY_DISK_FAILS,
  /** Nothing passes between a proxy and one host. */
  TARGETS_CUT_OFF,
  /** A container fails its checks. */
  TARGET_SICK
}
