/** Tests of signatures, against the signer of the AWS SDK. */
@NullMarked
package io.berth.scheduler.identity;

import org.jspecify.annotations.NullMarked;
