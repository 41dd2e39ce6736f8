/** Tables and properties of placement. */
@NullMarked
package io.berth.scheduler.placement;

import org.jspecify.annotations.NullMarked;
