package io.berth.scheduler.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a request says of its own signature.
 *
 * @param validFor how long a presigned request may be used; absent when the headers are signed
 */
record Claim(
    CredentialScope scope,
    SortedSet<String> signedHeaders,
    Instant signedAt,
    Optional<Duration> validFor,
    String signature) {}
