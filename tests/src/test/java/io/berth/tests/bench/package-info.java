/**
 * Measured figures: what a budget promises is timed here, beside peers where they can be installed,
 * and written to docs/benchmarks.md. {@link io.berth.tests.bench.Bench} lists what there is. Not a
 * place for timed unit tests: the tests here only see to it that the measuring works.
 */
@NullMarked
package io.berth.tests.bench;

import org.jspecify.annotations.NullMarked;
