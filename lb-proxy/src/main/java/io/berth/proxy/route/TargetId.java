package io.berth.proxy.route;

/** Names one registration of a target in a group for ever: an id is never given twice. */
public record TargetId(String text) {}
