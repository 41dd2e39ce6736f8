/**
 * The agent's side of the wire: how a host gets its identity and keeps it, and the session in which
 * it tells what it is and runs and hears what it shall run. Decides nothing about tasks.
 *
 * <p>Start reading at {@link io.berth.agent.link.Session}, which is driven by messages and time and
 * knows neither thread nor socket; {@link io.berth.agent.link.Enroller} is the same for identities.
 * {@link io.berth.agent.link.SchedulerLink} puts threads and gRPC around both.
 */
@NullMarked
package io.berth.agent.link;

import org.jspecify.annotations.NullMarked;
