/**
 * The front door `./dev` and the rules for its scripts, tried from outside: each test starts the
 * real script. What Berth itself does belongs elsewhere, and so do the rules for Java code. Start
 * reading at FrontDoorTest.
 */
@NullMarked
package io.berth.tests.dev;

import org.jspecify.annotations.NullMarked;
