/**
 * The words in which the agent thinks: what it was promised to run, how far that is, what its host
 * is. Immutable values without generated classes, engines, clocks or threads; start reading at
 * {@link io.berth.agent.model.Assignment}.
 */
@NullMarked
package io.berth.agent.model;

import org.jspecify.annotations.NullMarked;
