/**
 * The guest on every host: keeps what it promised to the scheduler running on the local engine.
 * Nothing is built yet.
 */
@NullMarked
package io.berth.agent;

import org.jspecify.annotations.NullMarked;
