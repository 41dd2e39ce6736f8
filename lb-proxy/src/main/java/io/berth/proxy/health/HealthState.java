package io.berth.proxy.health;

/** What this proxy thinks of one target. */
public enum HealthState {
  /** Not judged yet. */
  INITIAL,
  /** It passes its checks. */
  HEALTHY,
  /** It fails them. */
  UNHEALTHY,
  /** Not checked: no rule sends requests to its group, or it is fenced. */
  UNCHECKED
}
