/** The whole way of requests, over real sockets; a few steps alone where time has to pass. */
@NullMarked
package io.berth.proxy.http;

import org.jspecify.annotations.NullMarked;
