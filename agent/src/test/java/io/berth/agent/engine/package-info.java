/**
 * The contract that every engine keeps, and the engine in memory that keeps it for tests and
 * simulations.
 */
@NullMarked
package io.berth.agent.engine;

import org.jspecify.annotations.NullMarked;
