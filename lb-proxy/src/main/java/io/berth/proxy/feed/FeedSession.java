package io.berth.proxy.feed;

import com.google.protobuf.ByteString;
import io.berth.base.Moment;
import io.berth.peer.Bounds;
import io.berth.peer.Ending;
import io.berth.peer.SchedulerWord;
import io.berth.peer.Speaker;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.Incarnation;
import io.berth.proto.proxy.FeedHello;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.ProxyHello;
import io.berth.proto.proxy.ProxyMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The proxy's side of one feed: how it takes tables, and what it tells of health and draining. Used
 * by the feed's conversation alone. It waits for the disk of the table and for the loops that serve
 * it, and for nothing else.
 */
final class FeedSession implements Speaker<ProxyMessage, FeedMessage> {
  private final FeedParts parts;
  private @Nullable Open open;

  private record Open(TableIntake tables, FeedOutbox outbox) {}

  FeedSession(FeedParts parts) {
    this.parts = parts;
  }

  private Open open() {
    return Objects.requireNonNull(open);
  }

  // ------------------------------------------------------------------ hello

  @Override
  public ProxyMessage hello(ByteString nonce, Optional<String> rejoinToken) {
    Greeting greeting = parts.greeting();
    var hello =
        ProxyHello.newBuilder()
            .setIncarnation(
                Incarnation.newBuilder()
                    .setBootId(greeting.bootId())
                    .setJournalId(ByteString.copyFrom(greeting.journal()))
                    .setStartCounter(greeting.startCounter()))
            .addAllListenAddresses(greeting.listenAddresses())
            .addAllFeatures(RoutingWire.sorted(greeting.abilities().features()))
            .setClockNonce(nonce)
            .setHostName(Bounds.text(greeting.hostName(), 253))
            .setProxyVersion(Bounds.text(greeting.programVersion(), 64));
    parts
        .place()
        .served()
        .ifPresent(served ->
            hello
                .setServedVersion(RoutingWire.version(served.version()))
                .setServedHash(ByteString.copyFrom(served.table().hash().bytes())));
    rejoinToken.ifPresent(hello::setRejoinToken);
    return ProxyMessage.newBuilder().setHello(hello).build();
  }

  @Override
  public OptionalLong heldEpoch() {
    return parts.place().served().stream()
        .mapToLong(served -> served.version().epoch())
        .findFirst();
  }

  @Override
  public void leased(Duration until, Moment now) {
    parts.contact().granted(until);
  }

  @Override
  public void opened(FeedMessage message, Moment now) {
    FeedHello hello = message.getHello();
    FeedTerms terms = FeedTerms.of(hello);
    parts.contact().terms(terms.maxStale());
    open =
        new Open(
            new TableIntake(hello.getEpoch(), parts.place(), parts.greeting().abilities()),
            new FeedOutbox(parts, terms, now));
  }

  // ------------------------------------------------------------------ what is heard

  @Override
  public SchedulerWord read(FeedMessage message) {
    return switch (message.getKindCase()) {
      case HELLO -> read(message.getHello());
      case LEASE -> new SchedulerWord.Lease(message.getLease());
      case REFUSAL -> new SchedulerWord.No(message.getRefusal());
      case PROBE -> new SchedulerWord.Probe(message.getProbe().getNumber());
      case DIFFERENCE, SYNC_BEGIN, SYNC_CHUNK, SYNC_END, HEALTH_REQUEST -> new SchedulerWord.Own();
      case KIND_NOT_SET -> new SchedulerWord.Unknown();
    };
  }

  private static SchedulerWord read(FeedHello hello) {
    return new SchedulerWord.Hello(
        FeedTerms.common(hello),
        hello.getClock(),
        hello.getTrustBundle(),
        FeedTerms.objection(hello));
  }

  /** When the disk did not take a table nothing of it holds; another feed is told what does. */
  @Override
  public Optional<Ending> heard(FeedMessage message, Moment now) {
    if (message.hasHealthRequest()) {
      open().outbox().tellAll();
      return Optional.empty();
    }
    try {
      open().tables().on(message).ifPresent(open().outbox()::word);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new Ending.Failed("The disk did not take the table: " + e.getMessage()));
    }
  }

  // ------------------------------------------------------------------ what is said

  @Override
  public ProxyMessage heartbeat(Heartbeat beat) {
    return ProxyMessage.newBuilder().setHeartbeat(beat).build();
  }

  @Override
  public Optional<ProxyMessage> next(Moment now) {
    return open().outbox().next(now);
  }

  @Override
  public Optional<Duration> dueAt() {
    return Optional.of(open().outbox().dueAt());
  }
}
