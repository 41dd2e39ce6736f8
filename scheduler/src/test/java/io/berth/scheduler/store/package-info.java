/**
 * Tests of the store: tables, properties, interleavings, and the suite that every journal and
 * archive must pass.
 */
@NullMarked
package io.berth.scheduler.store;

import org.jspecify.annotations.NullMarked;
