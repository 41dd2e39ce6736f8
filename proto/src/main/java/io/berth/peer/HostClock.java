package io.berth.peer;

import io.berth.base.Moment;

/** Reads both clocks of this host. */
public interface HostClock {

  Moment now();
}
