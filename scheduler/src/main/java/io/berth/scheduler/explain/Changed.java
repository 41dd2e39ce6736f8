package io.berth.scheduler.explain;

import io.berth.scheduler.query.AlteredHost;
import io.berth.scheduler.query.QueriedHost;
import java.util.Map;
import java.util.Optional;

/** A host with more attributes, or with its agent back. */
record Changed(QueriedHost before, Map<String, String> attributes, boolean isReconnected)
    implements AlteredHost {

  @Override
  public boolean isAgentConnected() {
    return isReconnected || before.isAgentConnected();
  }

  @Override
  public Optional<String> attribute(String name) {
    String given = attributes.get(name);
    return given == null ? before.attribute(name) : Optional.of(given);
  }
}
