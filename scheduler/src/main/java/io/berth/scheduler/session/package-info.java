/**
 * The scheduler's side of agents: the gRPC port, the enrolment calls, one session per agent, and
 * the leases by which a host counts as heard. What a session decides is made of messages and time
 * alone, without a thread or a wire; the shell around it moves messages. What a message means for
 * tasks and hosts is for {@code control} to say, and who may come in for {@code identity}. Start
 * with {@link io.berth.scheduler.session.AgentPort} for the shell and {@code AgentSession} for the
 * order of messages.
 */
@NullMarked
package io.berth.scheduler.session;

import org.jspecify.annotations.NullMarked;
