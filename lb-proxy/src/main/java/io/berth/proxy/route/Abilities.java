package io.berth.proxy.route;

import java.util.Set;

/** What this program knows how to serve; a table that needs more is refused. */
public record Abilities(Set<String> features, Set<Protocol> protocols) {

  public Abilities {
    features = Set.copyOf(features);
    protocols = Set.copyOf(protocols);
  }
}
