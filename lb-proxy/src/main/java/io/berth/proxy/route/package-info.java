/**
 * What a proxy routes by: immutable tables of balancers, listeners, rules, groups and targets, as
 * the scheduler feeds them. Start with {@link io.berth.proxy.route.RoutingTable}: it takes a change
 * as a whole or refuses it, and says to which group a request goes. Which target of the group gets
 * it is the matter of {@code balance}.
 */
@NullMarked
package io.berth.proxy.route;

import org.jspecify.annotations.NullMarked;
