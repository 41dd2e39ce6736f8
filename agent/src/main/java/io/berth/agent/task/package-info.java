/**
 * What the agent does with its tasks: {@link io.berth.agent.task.TaskSteps} decides what is next
 * for one task, {@link io.berth.agent.task.TaskRunner} does it step by step, {@link
 * io.berth.agent.task.TaskRunners} holds them all and takes what the scheduler desires. No wire, no
 * file and no engine's library belong here: the room says by small interfaces what it needs of a
 * journal, of a way to report and of the host's ports.
 */
@NullMarked
package io.berth.agent.task;

import org.jspecify.annotations.NullMarked;
