package io.berth.proxy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.berth.proxy.route.Tables;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How old a client's connection may become, on a clock that the test turns. */
final class ClientAgeTest {
  private static final int PORT = 8080;

  @Test
  void connectionEndsWithTheFirstAnswerBeyondItsAge() {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.freezeTime();
    LoopState loop =
        new LoopState(
            channel.eventLoop(),
            PlaneFixture.LIMITS,
            new LoopState.Chance(InstantSource.fixed(Instant.EPOCH), new Random(1)),
            () -> {});
    loop.serve(Tables.simple(PORT, Tables.group("g")), _ -> true);
    ReadGate gate = new ReadGate(channel);
    AnswerEncoder encoder = new AnswerEncoder();
    SerialHandler serial = new SerialHandler(gate);
    ClientDeadline deadline = new ClientDeadline(Duration.ofHours(2), Duration.ofSeconds(1));
    ClientOrigin origin = ClientOrigin.of("192.0.2.1", PORT);
    channel
        .pipeline()
        .addLast(deadline, encoder, serial)
        .addLast(
            new ExchangeHandler(
                loop, new ClientParts(channel, origin, gate, encoder, serial, deadline)));

    channel.advanceTimeBy(59, TimeUnit.MINUTES);
    assertFalse(ask(channel).contains("connection: close"));
    channel.advanceTimeBy(61, TimeUnit.SECONDS);
    assertEquals(true, ask(channel).contains("connection: close"));
    assertFalse(channel.isOpen());
  }

  private static String ask(EmbeddedChannel channel) {
    channel.writeInbound(
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"),
        LastHttpContent.EMPTY_LAST_CONTENT);
    StringBuilder answer = new StringBuilder();
    for (Object part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      if (part instanceof ByteBuf bytes) {
        answer.append(bytes.toString(StandardCharsets.US_ASCII));
        bytes.release();
      }
    }
    return answer.toString();
  }
}
