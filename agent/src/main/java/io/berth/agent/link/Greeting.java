package io.berth.agent.link;

import io.berth.agent.model.HostFacts;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who this agent is when it says hello: the host's life, the journal and how often it was opened,
 * what the host is now, and the features that this program knows.
 */
public record Greeting(
    String bootId,
    String journalId,
    long startCounter,
    Supplier<HostFacts> facts,
    Set<String> features) {

  public Greeting {
    features = Set.copyOf(features);
  }
}
