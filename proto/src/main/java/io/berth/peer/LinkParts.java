package io.berth.peer;

import java.security.SecureRandom;

/**
 * What joining and linking share: what kind of peer it is, files, both clocks, chance and the
 * offset that was learned.
 */
public record LinkParts(
    PeerRole role,
    LinkFiles files,
    HostClock clock,
    ClockOffset offset,
    SecureRandom random,
    String programVersion) {

  Enroller enroller() {
    return new Enroller(role, files, new PeerKeys(random), offset, programVersion);
  }
}
