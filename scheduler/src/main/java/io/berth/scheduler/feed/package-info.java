/**
 * The scheduler's side of proxies: routing tables out; acknowledgements, health and drain reports
 * in, and what all proxies together mean by them. What is told and what is agreed is made of
 * records, messages and time alone, without a thread or a wire. What becomes of a target is for
 * {@code control} to write; the port and the order of a stream are those of {@code peer}. Start
 * with {@link io.berth.scheduler.feed.ProxyService} for the shell, {@code RoutingState} for what is
 * told and {@code Fleet} for what is agreed.
 */
@NullMarked
package io.berth.scheduler.feed;

import org.jspecify.annotations.NullMarked;
