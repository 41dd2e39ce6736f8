package io.berth.proxy.route;

/** Names one target group for ever: an id is never given twice. */
public record GroupId(String text) {}
