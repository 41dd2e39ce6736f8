/** Tests of the process: its settings, and that it starts, answers and ends as a whole. */
@NullMarked
package io.berth.scheduler.main;

import org.jspecify.annotations.NullMarked;
