/** Tests of what all peers have in common. */
@NullMarked
package io.berth.scheduler.peer;

import org.jspecify.annotations.NullMarked;
