/** Tests of the room that answers questions about the state. */
@NullMarked
package io.berth.scheduler.inquiry;

import org.jspecify.annotations.NullMarked;
