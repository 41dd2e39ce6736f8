/**
 * Sessions and enrolments on virtual time against a scheduler of the tests' own, and over sockets.
 */
@NullMarked
package io.berth.agent.link;

import org.jspecify.annotations.NullMarked;
