/**
 * What agents and proxies have in common as peers of a scheduler: how a peer gets its identity and
 * keeps it, whom it trusts, what time it is for both, and when it tries again. Says nothing about
 * what is told on a stream; that is the matter of each kind of peer.
 *
 * <p>Start reading at {@link io.berth.peer.Enroller}, which gets an identity and knows neither
 * thread nor socket; {@link io.berth.peer.SchedulerLink} puts threads and gRPC around it and around
 * the peer's own conversation.
 */
@NullMarked
package io.berth.peer;

import org.jspecify.annotations.NullMarked;
