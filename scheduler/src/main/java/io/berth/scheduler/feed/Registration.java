package io.berth.scheduler.feed;

import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetId;

/** A target in the group in which it is judged. */
record Registration(TargetGroupId group, TargetId target) {}
