package io.berth.proxy.route;

/** A target in one of its groups: that is where it is judged, counted and drained. */
public record TargetKey(GroupId groupId, TargetId targetId) {}
