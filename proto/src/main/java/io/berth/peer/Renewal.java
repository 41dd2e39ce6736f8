package io.berth.peer;

import io.berth.base.Moment;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Renews this host's certificate when it is time to, beside whatever session there is: a session
 * goes on with the certificate that it was opened with, and the next one shows the new one. Driven
 * by one thread, which it makes wait for the network.
 */
final class Renewal {
  /** Due dates are told by a wall clock, which may be corrected in between. */
  static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private static final Logger LOGGER = System.getLogger(Renewal.class.getName());

  private final LinkParts parts;
  private final AtomicReference<PeerIdentity> identity;
  private final SchedulerTrust trust;
  private final Supplier<EnrolCalls> connections;

  /** For what may pass by itself, such as a scheduler that is away. */
  private final Backoff soon;

  /** For a scheduler that says no: there is time, half of a certificate's life. */
  private final Backoff seldom;

  private Duration notBefore = Duration.ZERO;

  /** The identity is replaced by the renewed one. */
  Renewal(
      LinkParts parts,
      AtomicReference<PeerIdentity> identity,
      SchedulerTrust trust,
      Supplier<EnrolCalls> connections) {
    this.parts = parts;
    this.identity = identity;
    this.trust = trust;
    this.connections = connections;
    this.soon = new Backoff(parts.random(), Duration.ofSeconds(1), Duration.ofMinutes(1));
    this.seldom = new Backoff(parts.random(), Duration.ofMinutes(1), Duration.ofHours(1));
  }

  /** Renews if it is time to; answers when to look again. */
  Duration turn(Moment now) {
    PeerIdentity current = identity.get();
    boolean due =
        current.isDue(parts.offset().corrected(now.wall()), trust.authorities().getFirst());
    if (!due) {
      return now.after(BETWEEN_LOOKS);
    }
    if (!now.isBefore(notBefore)) {
      Duration wait = renewed(current, now);
      notBefore = parts.clock().now().after(wait);
    }
    return notBefore;
  }

  private Duration renewed(PeerIdentity current, Moment now) {
    try (EnrolCalls calls = connections.get()) {
      return switch (parts.enroller().renew(calls, current, now)) {
        case Enrolled.Done(PeerIdentity next) -> {
          trust.use(parts.files().trust());
          trust.certified(next);
          identity.set(next);
          soon.succeeded();
          seldom.succeeded();
          LOGGER.log(Level.INFO, "The certificate is renewed: host={0}", next.id());
          yield BETWEEN_LOOKS;
        }
        case Enrolled.Refused refused -> {
          Duration asked = refused.retryAfter().orElse(Duration.ZERO);
          Duration wait = (refused.isTemporary() ? soon : seldom).notBefore(asked);
          String cause = refused.code() + ": " + refused.sentence();
          tell(current, wait, cause, Remedies.of(refused.code()));
          yield wait;
        }
      };
    } catch (IOException | UntrustedException e) {
      Duration wait = soon.failed();
      tell(current, wait, String.valueOf(e.getMessage()), Optional.empty());
      return wait;
    }
  }

  private void tell(PeerIdentity current, Duration wait, String cause, Optional<String> remedy) {
    LOGGER.log(
        Level.WARNING,
        "The certificate could not be renewed: host={0} ends={1} wait={2} cause={3} remedy={4}",
        current.id(),
        current.certificate().getNotAfter().toInstant(),
        wait,
        cause,
        remedy.orElse("none is needed"));
  }
}
