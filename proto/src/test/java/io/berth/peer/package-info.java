/** Enrolments on virtual time against a scheduler of the tests' own. */
@NullMarked
package io.berth.peer;

import org.jspecify.annotations.NullMarked;
