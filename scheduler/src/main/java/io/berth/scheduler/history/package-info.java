/**
 * What happened and why: who asked, which decision was made, from what. {@link
 * io.berth.scheduler.history.Line} is one line of it, written in the transaction of the change that
 * it tells of; {@link io.berth.scheduler.history.History} reads them back, beside the writer. How
 * lines are worded for people is the business of {@code api}.
 */
@NullMarked
package io.berth.scheduler.history;

import org.jspecify.annotations.NullMarked;
