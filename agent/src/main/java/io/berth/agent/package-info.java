/**
 * The guest on every host: keeps what it promised to the scheduler running on the local engine.
 * Nothing belongs here itself; the rooms below do the work.
 */
@NullMarked
package io.berth.agent;

import org.jspecify.annotations.NullMarked;
