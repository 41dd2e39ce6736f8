package io.berth.agent.task;

import io.berth.agent.model.HostPort;

/** Tells whether some program of the host listens on a port now, whoever it is. */
public interface PortProbe {

  boolean isListening(HostPort port);
}
