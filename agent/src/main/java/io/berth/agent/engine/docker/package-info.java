/**
 * The container engine port over Docker's API: the only place that knows docker-java, and our own
 * transport under it on the JDK's unix-domain sockets. No rule of tasks belongs here; start reading
 * at {@link io.berth.agent.engine.docker.DockerEngine}.
 */
@NullMarked
package io.berth.agent.engine.docker;

import org.jspecify.annotations.NullMarked;
