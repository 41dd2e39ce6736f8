/**
 * Why a task finds no place, for every host and every reason, and which smallest changes would give
 * it one: pure functions of a request and of what is said of the hosts. Judges by the room {@code
 * placement} alone, so that no explanation contradicts a decision; start with {@link
 * io.berth.scheduler.explain.Explainer}.
 */
@NullMarked
package io.berth.scheduler.explain;

import org.jspecify.annotations.NullMarked;
