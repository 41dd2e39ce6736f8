/**
 * The launcher (one command, many verbs) and the process that is all in one. Holds no logic of its
 * own: it hands words to the parts that know what to do with them. Start with {@link
 * io.berth.deploy.Launcher}.
 */
@NullMarked
package io.berth.deploy;

import org.jspecify.annotations.NullMarked;
