/**
 * The nouns of the cluster as immutable records: what is wanted and what was seen. No behaviour
 * that needs a clock, a thread or a library; wire and stored forms are mapped elsewhere. Start with
 * {@link io.berth.scheduler.model.Task}.
 */
@NullMarked
package io.berth.scheduler.model;

import org.jspecify.annotations.NullMarked;
