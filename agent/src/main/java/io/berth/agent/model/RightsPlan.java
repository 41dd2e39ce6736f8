package io.berth.agent.model;

import java.util.List;
import java.util.Map;

/** What a container may do to the kernel and to its own root file system. */
public record RightsPlan(
    boolean readOnlyRoot,
    boolean privileged,
    List<String> capabilitiesAdd,
    List<String> capabilitiesDrop,
    Map<String, String> sysctls) {

  /** What engines give when nothing is said. */
  public static final RightsPlan USUAL =
      new RightsPlan(false, false, List.of(), List.of(), Map.of());

  public RightsPlan {
    capabilitiesAdd = List.copyOf(capabilitiesAdd);
    capabilitiesDrop = List.copyOf(capabilitiesDrop);
    sysctls = Map.copyOf(sysctls);
  }
}
