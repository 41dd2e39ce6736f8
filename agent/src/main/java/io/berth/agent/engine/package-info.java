/**
 * The port to a container engine: a dozen blocking verbs with records of their own, and one typed
 * exception. No library of an engine's, no rule of tasks, no retry; start reading at {@link
 * io.berth.agent.engine.ContainerEngine}.
 */
@NullMarked
package io.berth.agent.engine;

import org.jspecify.annotations.NullMarked;
