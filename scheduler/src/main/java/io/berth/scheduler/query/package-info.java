/**
 * The cluster query language of ECS: expressions that say which hosts are meant. Reads a text, or
 * says where it is wrong, and judges one host at a time; which hosts there are, and what becomes of
 * those that match, is not known here. Start with {@link io.berth.scheduler.query.Query}.
 */
@NullMarked
package io.berth.scheduler.query;

import org.jspecify.annotations.NullMarked;
