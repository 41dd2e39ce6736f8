package io.berth.proxy.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseDecoder;

/**
 * Reads answers of a target; knows for what they are meant, and whether a byte of one has come:
 * also what is no message yet.
 */
final class AnswerDecoder extends HttpResponseDecoder {
  private static final int CHUNK_BYTES = 64 << 10;

  private boolean head;
  private boolean heard;

  AnswerDecoder(UpstreamLimits limits) {
    super(
        new HttpDecoderConfig()
            .setMaxHeaderSize(limits.answerHeadBytes())
            .setMaxInitialLineLength(limits.answerHeadBytes())
            .setMaxChunkSize(CHUNK_BYTES));
  }

  /** What comes from now on is the answer to this one. */
  void asked(HttpRequest request) {
    head = request.method().equals(HttpMethod.HEAD);
    heard = false;
  }

  boolean hasHeard() {
    return heard;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
    heard = true;
    super.channelRead(context, bytes);
  }

  /** One to HEAD tells the length of a body that never comes. */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage answer) {
    return head || super.isContentAlwaysEmpty(answer);
  }
}
