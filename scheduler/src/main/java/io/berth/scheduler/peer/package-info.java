/**
 * What the agents' sessions and the proxies' feeds have in common: the gRPC port, the enrolment
 * calls, the order of a stream from its hello to its last word, whose place it is, and the leases
 * by which a peer counts as heard. What is told to one kind of peers and what its words mean does
 * not belong here, and who may come in is for {@code identity} to say. Start with {@link
 * io.berth.scheduler.peer.PeerPort} for the shell and {@link io.berth.scheduler.peer.PeerSession}
 * for the order of messages.
 */
@NullMarked
package io.berth.scheduler.peer;

import org.jspecify.annotations.NullMarked;
