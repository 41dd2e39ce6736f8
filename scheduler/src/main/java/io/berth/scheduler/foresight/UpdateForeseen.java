package io.berth.scheduler.foresight;

import io.berth.scheduler.model.Deployment;
import java.util.Optional;

/**
 * What UpdateService would do.
 *
 * @param begun the deployment that would begin; empty if the tasks stay what they are
 * @param desiredBefore how many tasks there shall be now
 * @param desiredAfter how many there would be
 * @param older tasks of older deployments that would go on running until newer ones are healthy
 */
public record UpdateForeseen(
    Foreseen foreseen,
    Optional<Deployment> begun,
    int desiredBefore,
    int desiredAfter,
    int older) {}
