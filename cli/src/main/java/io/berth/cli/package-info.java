/** Client verbs over the control API in its JSON form. Nothing is built yet. */
@NullMarked
package io.berth.cli;

import org.jspecify.annotations.NullMarked;
