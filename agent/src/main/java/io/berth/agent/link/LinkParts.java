package io.berth.agent.link;

import java.security.SecureRandom;

/** What joining and linking share: files, both clocks, chance and the offset that was learned. */
public record LinkParts(
    LinkFiles files,
    HostClock clock,
    ClockOffset offset,
    SecureRandom random,
    String programVersion) {

  Enroller enroller() {
    return new Enroller(files, new PeerKeys(random), offset, programVersion);
  }
}
