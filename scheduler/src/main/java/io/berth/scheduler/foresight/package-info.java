/**
 * What would happen, without its happening: a call, hosts that are lost or added, tasks that come.
 *
 * <p>Here belongs what asks the rooms below on a scratch of the state, and what makes an answer of
 * the changes there. No rule about tasks, services or placement of its own belongs here: whatever
 * would decide differently than the real thing would be wrong. Start with {@link
 * io.berth.scheduler.foresight.Foresight}.
 */
@NullMarked
package io.berth.scheduler.foresight;

import org.jspecify.annotations.NullMarked;
