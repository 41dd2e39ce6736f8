/** A whole proxy against a scheduler of the tests' own, over sockets. */
@NullMarked
package io.berth.proxy.main;

import org.jspecify.annotations.NullMarked;
