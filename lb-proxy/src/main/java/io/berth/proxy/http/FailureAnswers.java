package io.berth.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** The answers that the proxy gives itself: a small page each, written once. */
final class FailureAnswers {
  private static final String SERVER = "berth";
  private static final Map<Failure, byte[]> PAGES = pages();

  private FailureAnswers() {}

  static FullHttpResponse of(Failure failure) {
    ByteBuf page = Unpooled.wrappedBuffer(page(failure));
    var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, failure.status(), page);
    HttpHeaders headers = answer.headers();
    headers.set(HttpHeaderNames.SERVER, SERVER);
    headers.set(HttpHeaderNames.CONTENT_TYPE, "text/html");
    headers.setInt(HttpHeaderNames.CONTENT_LENGTH, page.readableBytes());
    return answer;
  }

  private static byte[] page(Failure failure) {
    byte[] page = PAGES.get(failure);
    if (page == null) {
      throw new IllegalStateException("No page for " + failure);
    }
    return page;
  }

  private static Map<Failure, byte[]> pages() {
    Map<Failure, byte[]> pages = new EnumMap<>(Failure.class);
    for (Failure failure : Failure.values()) {
      String title = failure.status().code() + " " + failure.status().reasonPhrase();
      String page =
          "<html><head><title>"
              + title
              + "</title></head><body><h1>"
              + title
              + "</h1></body></html>\r\n";
      pages.put(failure, page.getBytes(StandardCharsets.US_ASCII));
    }
    return pages;
  }
}
