package io.berth.agent.link;

/** Reads both clocks of this host. */
public interface HostClock {

  Moment now();
}
