package io.berth.tests.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Requests of the AWS API, each signed by itself. As SDKs do, the key of a day is derived once.
 * Confined to one thread.
 */
final class SignedPosts {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String TYPE = "application/x-amz-json-1.1";
  private static final String TARGET = "AmazonEC2ContainerServiceV20141113.";
  private static final String SIGNED = "content-type;host;x-amz-date;x-amz-target";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final String host;
  private final String region;
  private final String keyId;
  private final String secret;
  private final MessageDigest sha256;
  private final Mac mac;
  private String day = "";
  private byte @Nullable [] keyOfDay;
  private long second = -1;
  private String time = "";

  SignedPosts(SchedulerServer scheduler) {
    this.host = URI.create(scheduler.forClients("endpoint")).getAuthority();
    this.region = scheduler.forClients("region");
    this.keyId = scheduler.forClients("access-key-id");
    this.secret = scheduler.forClients("secret-access-key");
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
      this.mac = Mac.getInstance("HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has these", e);
    }
  }

  FullHttpRequest request(String operation, String json) {
    byte[] body = json.getBytes(UTF_8);
    setTime(Instant.now());
    String scope = day + "/" + region + "/ecs/aws4_request";
    String canonical =
        "POST\n/\n\ncontent-type:%s\nhost:%s\nx-amz-date:%s\nx-amz-target:%s%s\n\n%s\n%s"
            .formatted(TYPE, host, time, TARGET, operation, SIGNED, hex(sha256.digest(body)));
    String toSign =
        ALGORITHM
            + "\n"
            + time
            + "\n"
            + scope
            + "\n"
            + hex(sha256.digest(canonical.getBytes(UTF_8)));
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
    request
        .headers()
        .set("Host", host)
        .set("Content-Type", TYPE)
        .set("X-Amz-Date", time)
        .set("X-Amz-Target", TARGET + operation)
        .set("Content-Length", body.length)
        .set(
            "Authorization",
            ALGORITHM
                + " Credential="
                + keyId
                + "/"
                + scope
                + ", SignedHeaders="
                + SIGNED
                + ", Signature="
                + hex(hmac(keyOfDay(), toSign)));
    return request;
  }

  private void setTime(Instant now) {
    if (now.getEpochSecond() == second) {
      return;
    }
    second = now.getEpochSecond();
    time = TIME.format(now);
    if (!time.startsWith(day) || day.isEmpty()) {
      day = time.substring(0, 8);
      keyOfDay = null;
    }
  }

  private byte[] keyOfDay() {
    byte[] key = keyOfDay;
    if (key == null) {
      key = ("AWS4" + secret).getBytes(UTF_8);
      for (String part : new String[] {day, region, "ecs", "aws4_request"}) {
        key = hmac(key, part);
      }
      keyOfDay = key;
    }
    return key;
  }

  private byte[] hmac(byte[] key, String text) {
    try {
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("any bytes are a key", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
