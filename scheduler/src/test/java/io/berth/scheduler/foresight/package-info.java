/** Whether what is foreseen is what happens. */
@NullMarked
package io.berth.scheduler.foresight;

import org.jspecify.annotations.NullMarked;
