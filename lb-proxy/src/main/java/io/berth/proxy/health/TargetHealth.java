package io.berth.proxy.health;

import io.berth.proxy.route.TargetKey;
import java.time.Instant;
import java.util.Optional;

/**
 * This proxy's view of one target.
 *
 * @param failure what the newest failed check found; there only while the target is unhealthy
 * @param sequence raised with each view of this target, from 1
 * @param since when the view became this
 */
public record TargetHealth(
    TargetKey key,
    HealthState state,
    Optional<CheckResult.Failed> failure,
    long sequence,
    Instant since) {}
