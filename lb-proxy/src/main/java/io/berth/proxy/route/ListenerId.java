package io.berth.proxy.route;

/** Names one listener for ever: an id is never given twice. */
public record ListenerId(String text) {}
