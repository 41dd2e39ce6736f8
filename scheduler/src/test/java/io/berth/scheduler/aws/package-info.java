/**
 * Tests of the AWS wire: codecs against the SDK's own, the front against sockets that behave well
 * and badly, and real clients.
 */
@NullMarked
package io.berth.scheduler.aws;

import org.jspecify.annotations.NullMarked;
