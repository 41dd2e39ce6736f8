package io.berth.proxy.route;

/** Names one balancer for ever: an id is never given twice. */
public record BalancerId(String text) {}
