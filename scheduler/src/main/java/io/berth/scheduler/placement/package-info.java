/**
 * Where a task goes, and why not there: pure functions of a request, a view of the hosts and a
 * source of chance. Takes no decision about what shall run; start with {@link
 * io.berth.scheduler.placement.Placer}.
 */
@NullMarked
package io.berth.scheduler.placement;

import org.jspecify.annotations.NullMarked;
