/**
 * The rules that keep the house in order, checked like any other behaviour: which room may use
 * which, where a library may be seen, what pure code must not do, how a file has to look.
 *
 * <p>Start with {@link io.berth.tests.rules.Arrows} (the table of rooms) and {@link
 * io.berth.tests.rules.ArchitectureTest}. Every rule is a value that can be applied to any classes
 * or sources; the canaries under {@code src/test/resources/canary} are wrong on purpose and prove
 * that each rule bites.
 */
@NullMarked
package io.berth.tests.rules;

import org.jspecify.annotations.NullMarked;
