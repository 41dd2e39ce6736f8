/** The cluster manager. Each room below has a package-info of its own; start with {@code store}. */
@NullMarked
package io.berth.scheduler;

import org.jspecify.annotations.NullMarked;
