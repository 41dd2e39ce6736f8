package io.berth.proxy.upstream;

import io.berth.proxy.route.TargetKey;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a target, for one request at a time. Confined to its event loop. What comes
 * while nobody has it was not asked for, and ends it: the next one to use it would take it for an
 * answer.
 */
public final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private final TargetKey key;
  private final UpstreamPools pools;
  private final Channel channel;
  private final AnswerDecoder decoder;
  private @Nullable UpstreamUser user;

  /** It did not end by itself, so its end is not the end of an answer. */
  private boolean broken;

  /** The table has ended it. */
  private boolean dropped;

  /** It has served a request before. */
  private boolean kept;

  private long idleSince;

  UpstreamConnection(TargetKey key, UpstreamPools pools, Channel channel, AnswerDecoder decoder) {
    this.key = key;
    this.pools = pools;
    this.channel = channel;
    this.decoder = decoder;
  }

  public TargetKey key() {
    return key;
  }

  // ------------------------------------------------------------------ its user

  /** From now on whatever comes is for this one, as the answer to this head, which is written. */
  public void use(UpstreamUser newUser, HttpRequest request) {
    user = newUser;
    decoder.asked(request);
    write(request);
  }

  /**
   * Whether it was kept from an earlier request, and the target has not said a byte to this one:
   * most likely it had ended the connection before it saw the request.
   */
  public boolean isStale() {
    return kept && !dropped && !decoder.hasHeard();
  }

  /** Takes over the reference. */
  public void write(HttpObject message) {
    var _ = channel.write(message, channel.voidPromise());
  }

  public void flush() {
    channel.flush();
  }

  public boolean isWritable() {
    return channel.isWritable();
  }

  /** Reading stops while the client does not take what has come. */
  public void read(boolean wanted) {
    if (channel.config().isAutoRead() != wanted) {
      channel.config().setAutoRead(wanted);
    }
  }

  /** The exchange is over, and the target keeps the connection for another one. */
  public void release() {
    user = null;
    kept = true;
    read(true);
    pools.released(this);
  }

  /** Nobody is told. */
  public void close() {
    user = null;
    var _ = channel.close();
  }

  // ------------------------------------------------------------------ its pool

  boolean isOpen() {
    return channel.isActive();
  }

  void idleSince(long nanos) {
    idleSince = nanos;
  }

  long idleSince() {
    return idleSince;
  }

  /** Its target is gone from the table. */
  void drop() {
    dropped = true;
    cut();
  }

  /** Ends it under its user, who is told; an answer that only its end would end is not whole. */
  private void cut() {
    broken = true;
    var _ = channel.close();
  }

  // ------------------------------------------------------------------ what comes

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    UpstreamUser current = user;
    if (current == null || (broken && message instanceof LastHttpContent)) {
      ReferenceCountUtil.release(message);
      cut();
    } else if (message instanceof HttpResponse head) {
      current.answerBegins(head);
    } else if (message instanceof HttpContent part) {
      current.answerGoesOn(part);
    } else {
      throw new IllegalStateException("The codec gives heads and contents, not " + message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (user != null) {
      user.answerPauses();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (user != null) {
      user.upstreamWritabilityChanged();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    pools.gone(this);
    UpstreamUser last = user;
    user = null;
    if (last != null) {
      last.upstreamCut();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    cut();
  }
}
