/**
 * Tests of the journal: what it holds after every kill, cut, fault and damage. The disk in memory
 * serves tests of other rooms, too.
 */
@NullMarked
package io.berth.agent.journal;

import org.jspecify.annotations.NullMarked;
