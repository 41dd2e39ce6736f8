package io.berth.proxy.route;

/** Names one rule for ever: an id is never given twice. */
public record RuleId(String text) {}
