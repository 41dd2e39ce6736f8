package io.berth.scheduler.peer;

import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.identity.Enrolment;
import io.berth.scheduler.store.StateStore;

/** What the port needs to know peers and to be known by them. */
public record Identities(StateStore store, CertificateAuthority authority, Enrolment enrolment) {}
