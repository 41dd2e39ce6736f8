package io.berth.proxy.http;

/** Stands for a request that is not served, in the place where it came. */
record RequestRefusal(Failure failure) {}
