/** Shared by all processes: at most ten files, JDK only. */
@NullMarked
package io.berth.base;

import org.jspecify.annotations.NullMarked;
