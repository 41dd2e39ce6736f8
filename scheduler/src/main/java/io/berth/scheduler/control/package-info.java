/**
 * What users, hosts and loops want, as transactions: each command reads, asks the pure rooms, and
 * commits or refuses. Knows neither the shapes of AWS nor messages. Start with {@link
 * io.berth.scheduler.control.TaskCommands}.
 */
@NullMarked
package io.berth.scheduler.control;

import org.jspecify.annotations.NullMarked;
