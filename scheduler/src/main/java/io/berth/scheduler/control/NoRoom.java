package io.berth.scheduler.control;

import io.berth.scheduler.control.RunTask.NotPlaced;
import java.util.Optional;

/**
 * Tasks of a service for which no host had room.
 *
 * @param closest the host that came closest; empty if the cluster has no host that takes tasks
 */
public record NoRoom(int count, Optional<NotPlaced> closest) {}
