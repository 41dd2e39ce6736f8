/**
 * The session in which an agent tells what its host is and runs, and hears what it shall run.
 * Decides nothing about tasks; identity, trust and the pace of tries are the matter of {@code
 * peer}.
 *
 * <p>Start reading at {@link io.berth.agent.link.Session}, which is driven by messages and time and
 * knows neither thread nor socket.
 */
@NullMarked
package io.berth.agent.link;

import org.jspecify.annotations.NullMarked;
