/**
 * Proofs with real processes, real file systems and the real kernel: what is asserted here cannot
 * be shown inside one process. {@link io.berth.tests.e2e.CrashRounds} is the place to start
 * reading: a {@link io.berth.tests.e2e.WriterProcess} writes, a {@link io.berth.tests.e2e.Crash}
 * hits it, a {@link io.berth.tests.e2e.SequenceCheck} judges what is left.
 *
 * <p>Tests carry the tag {@code e2e}, the long ones {@code full} too. They need root and a few
 * programs, and say which one is missing instead of being skipped.
 */
@NullMarked
package io.berth.tests.e2e;

import org.jspecify.annotations.NullMarked;
