/**
 * A whole agent in one thread on virtual time: the real runners, watch and journal over a host and
 * a disk in memory. Uses what the rooms make public and nothing else, as a simulator of many hosts
 * does.
 */
@NullMarked
package io.berth.agent.world;

import org.jspecify.annotations.NullMarked;
