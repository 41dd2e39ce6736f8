/** Static pages that the scheduler serves to people. Nothing is built yet. */
@NullMarked
package io.berth.console;

import org.jspecify.annotations.NullMarked;
