/**
 * The scheduler's side of agents: one session per agent, and the leases by which a host counts as
 * heard. What a session decides is made of messages and time alone, without a thread or a wire.
 * What a message means for tasks and hosts is for {@code control} to say; the port and the order of
 * a stream are those of {@code peer}. Start with {@link io.berth.scheduler.session.AgentService}
 * for the shell and {@code OpenSession} for what is said.
 */
@NullMarked
package io.berth.scheduler.session;

import org.jspecify.annotations.NullMarked;
