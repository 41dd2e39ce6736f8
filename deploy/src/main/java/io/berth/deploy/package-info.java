/** The launcher (one command, many verbs) and the all-in-one process. Nothing is built yet. */
@NullMarked
package io.berth.deploy;

import org.jspecify.annotations.NullMarked;
