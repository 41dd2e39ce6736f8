package io.berth.proxy.http;

import io.berth.proxy.balance.TargetLoad;
import io.berth.proxy.route.TargetGroup;
import io.berth.proxy.upstream.ConnectOutcome;
import io.berth.proxy.upstream.UpstreamConnection;
import io.berth.proxy.upstream.UpstreamUser;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a target, and the answer on its way back. Bodies pass through as they
 * come, in both directions, and whoever takes them slowly slows down whoever sends them. Confined
 * to its event loop.
 *
 * <p>As long as nothing of the request was sent, another target may be tried. From the first byte
 * on the target may have begun to work, and the request is not sent again. One exception: a kept
 * connection that ends without a byte of an answer was most likely ended before the request came.
 * What only asks, and has no body, is then sent a second time, over a new one.
 */
final class Exchange implements UpstreamUser {
  /** Whoever is asked twice has changed nothing; a second DELETE would find nothing to delete. */
  private static final Set<HttpMethod> ONLY_ASKING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final LoopState loop;
  private final ExchangeClient client;
  private final HttpRequest request;
  private final AnswerForm form;
  private final TargetGroup group;
  private List<TargetLoad> tried = List.of();
  private @Nullable TargetLoad load;
  private @Nullable UpstreamConnection upstream;

  /** Parts of the body that came before there was a connection; at most what one read brought. */
  private @Nullable Deque<HttpContent> waiting;

  /** Its body may have come with it; what is written at once costs less. */
  private @Nullable HttpResponse unwritten;

  private boolean requestEnded;
  private boolean bodySent;
  private boolean sentAgain;
  private boolean answerBegun;
  private boolean interim;
  private boolean upstreamGoesOn;
  private boolean over;

  Exchange(
      LoopState loop,
      ExchangeClient client,
      HttpRequest request,
      TargetGroup group,
      AnswerForm form) {
    this.loop = loop;
    this.client = client;
    this.request = request;
    this.group = group;
    this.form = form;
  }

  // ------------------------------------------------------------------ finding a target

  void begin() {
    attempt(Failure.NO_TARGET);
  }

  private void attempt(Failure otherwise) {
    Optional<TargetLoad> picked =
        tried.size() < loop.limits().tries()
            ? loop.balance().pick(group.id(), tried)
            : Optional.empty();
    if (picked.isEmpty()) {
      fail(otherwise);
      return;
    }
    TargetLoad next = picked.get();
    load = next;
    loop.begins(next);
    Optional<UpstreamConnection> idle =
        sentAgain ? Optional.empty() : loop.pools().takeIdle(next.key());
    if (idle.isPresent()) {
      send(idle.get());
    } else {
      loop.pools().connect(next.key(), next.target(), group.connectTimeout(), this::connected);
    }
  }

  private void connected(ConnectOutcome outcome) {
    switch (outcome) {
      case ConnectOutcome.Connected(UpstreamConnection connection) -> {
        TargetLoad reached = load;
        if (over || reached == null) {
          connection.close();
        } else if (!reached.isInTable()) {
          connection.close();
          again(reached, Failure.BAD_GATEWAY);
        } else {
          send(connection);
        }
      }
      case ConnectOutcome.Failed(boolean timedOut) -> {
        if (!over && load != null) {
          again(load, timedOut ? Failure.GATEWAY_TIMEOUT : Failure.BAD_GATEWAY);
        }
      }
    }
  }

  private void again(TargetLoad failed, Failure failure) {
    Collection<TargetLoad> before = tried;
    tried = new ArrayList<>(before);
    tried.add(failed);
    letGo();
    attempt(failure);
  }

  private void letGo() {
    TargetLoad last = load;
    load = null;
    if (last != null) {
      loop.ended(last);
    }
  }

  // ------------------------------------------------------------------ the request

  private void send(UpstreamConnection connection) {
    upstream = connection;
    connection.use(this, request);
    Deque<HttpContent> held = waiting;
    waiting = null;
    if (held != null) {
      held.forEach(this::sendPart);
      connection.flush();
      client.readBody(connection.isWritable());
    } else if (requestEnded) {
      connection.flush();
    }
  }

  /** A part of the body, and with it the duty to release it. */
  void requestGoesOn(HttpContent part) {
    requestEnded |= part instanceof LastHttpContent;
    if (over) {
      ReferenceCountUtil.release(part);
      return;
    }
    if (upstream == null) {
      hold(part);
      return;
    }
    sendPart(part);
    if (!upstream.isWritable()) {
      upstream.flush();
      client.readBody(upstream.isWritable());
    }
  }

  private void sendPart(HttpContent part) {
    bodySent |=
        part.content().isReadable()
            || (part instanceof LastHttpContent last && !last.trailingHeaders().isEmpty());
    if (upstream != null) {
      upstream.write(part);
    }
  }

  private void hold(HttpContent part) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(2);
    }
    waiting.add(part);
    if (!requestEnded) {
      client.readBody(false);
    }
  }

  /** All of the request that has come for now was told. */
  void requestPauses() {
    if (upstream != null && !over) {
      upstream.flush();
    }
  }

  /** Its body cannot be read on; the target must not take what it has for the whole. */
  void requestBroke() {
    fail(Failure.BAD_REQUEST);
  }

  @Override
  public void upstreamWritabilityChanged() {
    if (!over && upstream != null) {
      client.moved();
      client.readBody(upstream.isWritable());
    }
  }

  // ------------------------------------------------------------------ the answer

  @Override
  public void answerBegins(HttpResponse head) {
    client.moved();
    interim = false;
    if (head.decoderResult().isFailure()) {
      fail(Failure.BAD_GATEWAY);
    } else if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      interimAnswer(head);
    } else {
      answerBegun = true;
      upstreamGoesOn = form.take(head);
      unwritten = head;
    }
  }

  /** Nobody asked for another protocol; and the client was told to go on by us already. */
  private void interimAnswer(HttpResponse head) {
    interim = true;
    if (head.status().code() == 101) {
      fail(Failure.BAD_GATEWAY);
    }
  }

  @Override
  public void answerGoesOn(HttpContent part) {
    if (over || interim) {
      interim &= !(part instanceof LastHttpContent);
      ReferenceCountUtil.release(part);
      return;
    }
    client.moved();
    if (part.decoderResult().isFailure()) {
      ReferenceCountUtil.release(part);
      fail(Failure.BAD_GATEWAY);
      return;
    }
    if (part instanceof LastHttpContent last && unwritten != null) {
      client.write(whole(unwritten, last));
      unwritten = null;
    } else {
      writeHead();
      client.write(part);
    }
    if (part instanceof LastHttpContent) {
      answerEnds();
    } else if (!client.isWritable() && upstream != null) {
      client.flush();
      upstream.read(client.isWritable());
    }
  }

  private static HttpResponse whole(HttpResponse head, LastHttpContent last) {
    return new DefaultFullHttpResponse(
        head.protocolVersion(),
        head.status(),
        last.content(),
        head.headers(),
        last.trailingHeaders());
  }

  private void writeHead() {
    HttpResponse head = unwritten;
    if (head != null) {
      unwritten = null;
      client.write(head);
    }
  }

  @Override
  public void answerPauses() {
    if (!over) {
      writeHead();
      client.flush();
    }
  }

  private void answerEnds() {
    over = true;
    UpstreamConnection used = upstream;
    upstream = null;
    boolean kept = upstreamGoesOn && requestEnded && load != null && load.takesRequests();
    letGo();
    if (used != null) {
      if (kept) {
        used.release();
      } else {
        used.close();
      }
    }
    client.answered(form.clientGoesOn());
  }

  /** The client takes more of the answer, or takes none for now. */
  void clientWritabilityChanged() {
    if (upstream != null) {
      upstream.read(client.isWritable());
    }
  }

  // ------------------------------------------------------------------ bad ends

  @Override
  public void upstreamCut() {
    boolean stale = upstream != null && upstream.isStale();
    upstream = null;
    if (stale && !over && !bodySent && !sentAgain && ONLY_ASKING.contains(request.method())) {
      sendAgain();
    } else {
      fail(Failure.BAD_GATEWAY);
    }
  }

  private void sendAgain() {
    sentAgain = true;
    if (requestEnded) {
      hold(LastHttpContent.EMPTY_LAST_CONTENT);
    }
    letGo();
    attempt(Failure.BAD_GATEWAY);
  }

  /** Nothing has moved for too long. */
  void expired() {
    boolean clientIsSlow = !requestEnded && upstream != null && upstream.isWritable();
    fail(clientIsSlow ? Failure.REQUEST_TIMEOUT : Failure.GATEWAY_TIMEOUT);
  }

  /** Nobody waits for the answer any more. */
  void clientGone() {
    stop();
  }

  private void fail(Failure failure) {
    if (over) {
      return;
    }
    stop();
    if (answerBegun) {
      writeHead();
      client.cut();
    } else {
      client.failed(failure);
    }
  }

  private void stop() {
    if (over) {
      return;
    }
    over = true;
    if (waiting != null) {
      waiting.forEach(ReferenceCountUtil::release);
      waiting = null;
    }
    if (upstream != null) {
      upstream.close();
      upstream = null;
    }
    letGo();
  }
}
