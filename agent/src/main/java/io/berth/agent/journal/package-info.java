/**
 * What this host has promised, on disk: records that are appended, checked and forced, and
 * rewritten beside when they have grown. Decides nothing about tasks; start reading at {@link
 * io.berth.agent.journal.AgentJournal}.
 *
 * <p>The stored form of an assignment and of a status is their message on the wire, so this room
 * may name generated classes: the messages are made to be read by older and newer versions, and a
 * second codec of the same forty members would only be a second place for mistakes. The {@code
 * …Wire} classes that map them in both directions live here and serve the link, too.
 */
@NullMarked
package io.berth.agent.journal;

import org.jspecify.annotations.NullMarked;
