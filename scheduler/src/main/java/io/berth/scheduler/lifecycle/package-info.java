/**
 * How a task's life may move: pure functions of the task, what happened and the time. They decide
 * nothing about what shall run; start with {@link io.berth.scheduler.lifecycle.TaskLife}.
 */
@NullMarked
package io.berth.scheduler.lifecycle;

import org.jspecify.annotations.NullMarked;
