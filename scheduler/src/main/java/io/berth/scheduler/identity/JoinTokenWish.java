package io.berth.scheduler.identity;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.PeerKind;
import java.time.Duration;
import java.util.Optional;

/**
 * What an operator asks for: a token for whom, where to, for how long.
 *
 * @param cluster what an agent joins; absent for a proxy
 * @param note for the list; may be empty
 */
public record JoinTokenWish(
    PeerKind kind, Optional<ClusterName> cluster, Duration timeToLive, String note) {}
