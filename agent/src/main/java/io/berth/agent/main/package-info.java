/**
 * The agent as a process: its configuration, what it reads of its host, and the wiring that shows
 * which object gets which. No rule about tasks lives here; start reading at {@link
 * io.berth.agent.main.AgentWiring}.
 */
@NullMarked
package io.berth.agent.main;

import org.jspecify.annotations.NullMarked;
