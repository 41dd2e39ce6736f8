/** Views on virtual time, and single checks over real sockets. */
@NullMarked
package io.berth.proxy.health;

import org.jspecify.annotations.NullMarked;
