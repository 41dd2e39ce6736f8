/**
 * The AWS wire: HTTP, the JSON and Query protocols, and the way from a request to its operation.
 * Generic over what the shapes of the SDK say about themselves; no rule of any service belongs
 * here. Start with {@link io.berth.scheduler.aws.HttpFront}, then {@link
 * io.berth.scheduler.aws.AwsRoute}.
 */
@NullMarked
package io.berth.scheduler.aws;

import org.jspecify.annotations.NullMarked;
