/**
 * Whom an installation believes, and who believes it: the real scheduler and the real links of
 * agents over loopback, on wall clocks that tests set, without engines.
 */
@NullMarked
package io.berth.tests.trust;

import org.jspecify.annotations.NullMarked;
