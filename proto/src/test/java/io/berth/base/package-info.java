/** What all processes share, tested. */
@NullMarked
package io.berth.base;

import org.jspecify.annotations.NullMarked;
