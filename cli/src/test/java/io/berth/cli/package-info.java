/** Tests of what the client verbs are made of; the verbs themselves are tested across modules. */
@NullMarked
package io.berth.cli;

import org.jspecify.annotations.NullMarked;
