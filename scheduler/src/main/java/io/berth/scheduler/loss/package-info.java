/**
 * When silent hosts are given up: decisions about a whole cluster, from how long each of its hosts
 * has been silent on the scheduler's own progress. What becomes of the tasks of a lost host is
 * decided elsewhere. Start with {@link io.berth.scheduler.loss.Losses}.
 */
@NullMarked
package io.berth.scheduler.loss;

import org.jspecify.annotations.NullMarked;
