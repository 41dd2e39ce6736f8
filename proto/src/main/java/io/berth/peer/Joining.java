package io.berth.peer;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Finds this host's identity on disk, or gets one with a token, however long the scheduler is away.
 * Blocks its caller; ends when its thread is interrupted.
 */
public final class Joining {
  private static final Logger LOGGER = System.getLogger(Joining.class.getName());
  private static final int FINGERPRINT_BYTES = 32;

  private final Channels channels;
  private final Enroller enroller;
  private final LinkFiles files;
  private final HostClock clock;
  private final RandomGenerator random;

  Joining(LinkParts parts, Channels channels) {
    this.channels = channels;
    this.enroller = parts.enroller();
    this.files = parts.files();
    this.clock = parts.clock();
    this.random = parts.random();
  }

  /** Token and CA fingerprint as they came together, and the host's name. */
  public record Ticket(String token, String caFingerprint, String hostName) {
    @Override
    public String toString() {
      return "Ticket of " + hostName;
    }
  }

  /** The identity; without one on disk the ticket is shown. */
  public PeerIdentity identity(Optional<Ticket> ticket)
      throws IOException, JoinRefusedException, InterruptedException {
    Optional<PeerIdentity> known = files.identity();
    if (known.isPresent()) {
      return known.get();
    }
    if (ticket.isEmpty()) {
      throw new JoinRefusedException(
          "There is no identity yet. Make a token with 'berth token create', and give token and"
              + " ca-fingerprint to this process");
    }
    return join(ticket.get());
  }

  /** As ECS: an agent that is told of another cluster than its host's does not guess. */
  public static void requireCluster(PeerIdentity identity, Optional<String> wanted)
      throws JoinRefusedException {
    if (wanted.filter(cluster -> !cluster.equals(identity.cluster())).isPresent()) {
      throw new JoinRefusedException(
          "This host belongs to the cluster "
              + identity.cluster()
              + ", but is configured for "
              + wanted.get()
              + ". Change that, or let it join anew with a token of that cluster and an empty state"
              + " directory");
    }
  }

  /** Another identity for a host whose own one is good for nothing any more. */
  PeerIdentity join(Ticket ticket) throws JoinRefusedException, InterruptedException {
    byte[] pin = fingerprint(ticket.caFingerprint());
    var backoff = new Backoff(random);
    var never = new Semaphore(0);
    while (true) {
      Duration wait;
      ServerTrust trust = ServerTrust.pinned(pin);
      try (var calls = new GrpcEnrolCalls(channels.without(trust), trust)) {
        var wish = new Enroller.Wish(ticket.token(), ticket.hostName());
        switch (enroller.join(calls, wish, clock.now())) {
          case Enrolled.Done(PeerIdentity identity) -> {
            return identity;
          }
          case Enrolled.Refused refused -> wait = patience(refused, backoff);
        }
      } catch (UntrustedException e) {
        throw new JoinRefusedException(
            "The scheduler at " + channels.address() + " is not trusted: " + e.getMessage(), e);
      } catch (IOException e) {
        wait = backoff.failed();
        LOGGER.log(
            Level.INFO,
            "Joining failed and is tried again: scheduler={0} wait={1} cause={2}",
            channels.address(),
            wait,
            e.getMessage());
      }
      boolean _ = never.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static Duration patience(Enrolled.Refused refused, Backoff backoff)
      throws JoinRefusedException {
    if (!refused.isTemporary()) {
      throw new JoinRefusedException(
          "The scheduler refused this host: " + refused.sentence() + " (" + refused.code() + ")");
    }
    return refused.retryAfter().map(backoff::notBefore).orElseGet(backoff::failed);
  }

  /** As people copy it: 64 hexadecimal digits, with or without colons. */
  private static byte[] fingerprint(String text) throws JoinRefusedException {
    try {
      byte[] bytes = java.util.HexFormat.of().parseHex(text.replace(":", ""));
      if (bytes.length == FINGERPRINT_BYTES) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // Said below in the same words.
    }
    throw new JoinRefusedException("The ca-fingerprint must be 64 hexadecimal digits");
  }
}
