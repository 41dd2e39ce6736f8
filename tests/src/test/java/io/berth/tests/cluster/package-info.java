/**
 * Clusters of real processes on a real engine, for tests that kill, freeze and restart them. {@link
 * io.berth.tests.cluster.Stack} is the place to start reading: it holds a {@link
 * io.berth.tests.cluster.SchedulerProcess} and its {@link io.berth.tests.cluster.AgentProcess}es,
 * an {@link io.berth.tests.cluster.EcsUser} asks it for things, an {@link
 * io.berth.tests.cluster.EngineWitness} sees what became of them.
 *
 * <p>Tests carry the tag {@code e2e}, the long ones {@code full} too. They need root and what
 * {@code TestEngine} needs, and say which program is missing instead of being skipped.
 */
@NullMarked
package io.berth.tests.cluster;

import org.jspecify.annotations.NullMarked;
