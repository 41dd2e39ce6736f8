/** Tables and properties of control. */
@NullMarked
package io.berth.scheduler.control;

import org.jspecify.annotations.NullMarked;
