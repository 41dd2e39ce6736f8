/**
 * What users ask about the state without changing it: reads a snapshot, asks the pure rooms, and
 * never goes near the writer. Start with {@link io.berth.scheduler.inquiry.Inquiry}.
 */
@NullMarked
package io.berth.scheduler.inquiry;

import org.jspecify.annotations.NullMarked;
