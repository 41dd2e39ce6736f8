package io.berth.proxy.health;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes single checks, each on a connection of its own. Each ends with exactly one result, within
 * its timeout. Confined to one event loop.
 */
final class CheckCalls {
  private static final String AGENT = "berth-health-check";

  private final EventLoop loop;

  CheckCalls(EventLoop loop) {
    this.loop = loop;
  }

  /** The result is told on the loop. */
  void make(Check check, Consumer<CheckResult> result) {
    Call call = new Call(check, result);
    call.timer =
        loop.schedule(
            () -> call.end(CheckResult.failed(CheckResult.Reason.TIMEOUT)),
            check.how().timeout().toNanos(),
            TimeUnit.NANOSECONDS);
    call.connecting =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .handler(call.pipeline())
            .connect(
                new InetSocketAddress(
                    InetAddress.ofLiteral(check.target().address()), check.port()));
    call.connecting.addListener(_ -> call.connected());
  }

  /** One check on its way. */
  private static final class Call {
    private final Check check;
    private final Consumer<CheckResult> result;
    private @Nullable ChannelFuture connecting;
    private @Nullable ScheduledFuture<?> timer;
    private boolean ended;

    Call(Check check, Consumer<CheckResult> result) {
      this.check = check;
      this.result = result;
    }

    ChannelInitializer<Channel> pipeline() {
      return new ChannelInitializer<>() {
        @Override
        protected void initChannel(Channel channel) {
          channel.pipeline().addLast(new HttpClientCodec()).addLast(new Answer(Call.this));
        }
      };
    }

    void connected() {
      if (connecting == null || !connecting.isSuccess()) {
        end(CheckResult.failed(CheckResult.Reason.CONNECTION_FAILED));
        return;
      }
      switch (check.how().way()) {
        case TCP -> end(CheckResult.passed());
        case HTTP -> {
          var _ = connecting.channel().writeAndFlush(request());
        }
      }
    }

    private DefaultFullHttpRequest request() {
      var request =
          new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, check.how().path());
      String address = check.target().address();
      String host = address.contains(":") ? "[" + address + "]" : address;
      request
          .headers()
          .set(HttpHeaderNames.HOST, host + ":" + check.port())
          .set(HttpHeaderNames.USER_AGENT, AGENT)
          .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      return request;
    }

    void answered(HttpResponse answer) {
      int status = answer.status().code();
      if (answer.decoderResult().isFailure()) {
        end(CheckResult.failed(CheckResult.Reason.CONNECTION_FAILED));
      } else if (answer.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
        end(check.how().passes(status) ? CheckResult.passed() : CheckResult.status(status));
      }
    }

    /** The first end counts. */
    void end(CheckResult found) {
      if (ended) {
        return;
      }
      ended = true;
      if (timer != null) {
        var _ = timer.cancel(false);
      }
      if (connecting != null) {
        var _ = connecting.channel().close();
      }
      result.accept(found);
    }
  }

  /** Waits for the status; the body does not matter. */
  private static final class Answer extends SimpleChannelInboundHandler<HttpObject> {
    private final Call call;

    Answer(Call call) {
      this.call = call;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpResponse answer) {
        call.answered(answer);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      call.end(CheckResult.failed(CheckResult.Reason.CONNECTION_FAILED));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      call.end(CheckResult.failed(CheckResult.Reason.CONNECTION_FAILED));
    }
  }
}
