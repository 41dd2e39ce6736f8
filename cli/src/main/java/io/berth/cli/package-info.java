/**
 * The client verbs of the {@code berth} command, over our own API. Uses the JDK alone and loads as
 * little of it as it can, so that it starts fast; knows no server class. Start with {@link
 * io.berth.cli.ClientCommand}.
 */
@NullMarked
package io.berth.cli;

import org.jspecify.annotations.NullMarked;
