package io.berth.proxy.route;

/**
 * Where a request goes.
 *
 * @param priority the rule that matched; 0: none did, and the listener's default action holds
 */
public record Route(Balancer balancer, Listener listener, int priority, Action.Forward forward) {}
