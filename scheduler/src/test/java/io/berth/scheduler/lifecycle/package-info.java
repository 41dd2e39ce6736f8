/** Tables and properties of lifecycle. */
@NullMarked
package io.berth.scheduler.lifecycle;

import org.jspecify.annotations.NullMarked;
