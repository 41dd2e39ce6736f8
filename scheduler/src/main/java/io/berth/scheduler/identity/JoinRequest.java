package io.berth.scheduler.identity;

import io.berth.scheduler.model.PeerKind;

/**
 * Somebody with a join token wants an identity.
 *
 * @param hostName what its machine calls itself, for people; may be empty
 */
public record JoinRequest(
    Secret token, PeerKind kind, CertificateRequest request, String hostName) {}
