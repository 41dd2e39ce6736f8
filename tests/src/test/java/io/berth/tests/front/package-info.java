/** The berth command against a scheduler that runs: what its users see of both. */
@NullMarked
package io.berth.tests.front;

import org.jspecify.annotations.NullMarked;
