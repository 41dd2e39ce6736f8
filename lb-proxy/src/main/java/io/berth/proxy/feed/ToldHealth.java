package io.berth.proxy.feed;

import io.berth.peer.Times;
import io.berth.proto.proxy.HealthDigest;
import io.berth.proto.proxy.HealthReason;
import io.berth.proto.proxy.HealthState;
import io.berth.proto.proxy.TargetHealth;
import io.berth.proxy.route.TargetKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The views that one feed was told, and their digest. Used by the feed's caller alone. */
final class ToldHealth {
  private final Map<TargetKey, Long> hashes = new HashMap<>();
  private long digest;

  /** Notes the view and writes it down. */
  TargetHealth tell(TargetView view, Duration offset) {
    forget(view.key());
    HealthState state = state(view.state());
    long hash = hash(view.key(), state);
    hashes.put(view.key(), hash);
    digest ^= hash;
    var told =
        TargetHealth.newBuilder()
            .setGroupId(view.key().groupId().text())
            .setTargetId(view.key().targetId().text())
            .setState(state)
            .setReason(reason(view.reason()))
            .setSequence(view.sequence())
            .setSince(Times.timestamp(view.since().plus(offset)));
    view.statusCode().ifPresent(told::setStatusCode);
    return told.build();
  }

  private void forget(TargetKey key) {
    Long known = hashes.remove(key);
    if (known != null) {
      digest ^= known;
    }
  }

  /** What was said of targets that the served table has no more is void. */
  void keepOnly(Predicate<TargetKey> served) {
    hashes.keySet().stream().filter(served.negate()).toList().forEach(this::forget);
  }

  void forgetAll() {
    hashes.clear();
    digest = 0;
  }

  HealthDigest digest() {
    return HealthDigest.newBuilder().setTargetCount(hashes.size()).setDigest(digest).build();
  }

  private static long hash(TargetKey key, HealthState state) {
    MessageDigest sha = sha256();
    sha.update(key.groupId().text().getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    sha.update(key.targetId().text().getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    sha.update((byte) state.getNumber());
    return ByteBuffer.wrap(sha.digest()).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static HealthState state(TargetView.State state) {
    return switch (state) {
      case INITIAL -> HealthState.HEALTH_STATE_INITIAL;
      case HEALTHY -> HealthState.HEALTH_STATE_HEALTHY;
      case UNHEALTHY -> HealthState.HEALTH_STATE_UNHEALTHY;
      case UNCHECKED -> HealthState.HEALTH_STATE_UNCHECKED;
    };
  }

  private static HealthReason reason(TargetView.Reason reason) {
    return switch (reason) {
      case NONE -> HealthReason.HEALTH_REASON_UNSPECIFIED;
      case STATUS_MISMATCH -> HealthReason.HEALTH_REASON_STATUS_MISMATCH;
      case TIMEOUT -> HealthReason.HEALTH_REASON_TIMEOUT;
      case CONNECTION_FAILED -> HealthReason.HEALTH_REASON_CONNECTION_FAILED;
      case PROXY_FAULT -> HealthReason.HEALTH_REASON_PROXY_FAULT;
    };
  }
}
