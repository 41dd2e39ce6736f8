/**
 * The process: its configuration, the one place where its parts are put together, and its way in
 * and out. Only here are clock, chance and the end of the process touched. Nothing is decided here.
 * Start with {@link io.berth.scheduler.main.SchedulerWiring}.
 */
@NullMarked
package io.berth.scheduler.main;

import org.jspecify.annotations.NullMarked;
