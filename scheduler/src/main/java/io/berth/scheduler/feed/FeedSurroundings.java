package io.berth.scheduler.feed;

import io.berth.scheduler.peer.Lobby;

/**
 * What all feeds share.
 *
 * @param news the fleet was told something, of which something may follow
 */
record FeedSurroundings(
    Lobby<Void> lobby, RoutingMarks routing, Fleet fleet, FeedGreeter greeter, Runnable news) {}
