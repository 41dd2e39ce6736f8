/**
 * A proxy's process: settings, one visible wiring of all rooms, and the end. Clocks and chance are
 * read here and handed down.
 */
@NullMarked
package io.berth.proxy.main;

import org.jspecify.annotations.NullMarked;
