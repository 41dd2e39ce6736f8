package io.berth.scheduler.main;

import io.berth.base.Endpoint;
import io.berth.scheduler.aws.Home;
import io.berth.scheduler.identity.ApiKeyRing;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells clients on this machine how to reach the API, and with which key: the one that the first
 * start made, as long as nobody has turned it off.
 */
final class ClientAccess {
  private final SchedulerConfig config;
  private final StateStore store;
  private final ApiKeyRing keys;

  ClientAccess(SchedulerConfig config, StateStore store, ApiKeyRing keys) {
    this.config = config;
    this.store = store;
    this.keys = keys;
  }

  void write(InetSocketAddress listening, Home home) throws IOException {
    ClientFiles files = new ClientFiles(config.directory());
    Snapshot snapshot = store.snapshot();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("endpoint", endpoint(config, listening));
    values.put("region", home.region());
    if (config.speaksTls()) {
      values.put("ca-bundle", files.authorities().toString());
    }
    firstKey(snapshot)
        .ifPresent(key ->
            keys.find(snapshot, key.id())
                .ifPresent(secret -> {
                  values.put("access-key-id", key.id().text());
                  values.put("secret-access-key", secret.text());
                }));
    files.writeConnection(values);
  }

  static String endpoint(SchedulerConfig config, InetSocketAddress listening) {
    String scheme = config.speaksTls() ? "https" : "http";
    return scheme + "://" + Endpoint.of(SchedulerConfig.reachable(listening));
  }

  private static Optional<ApiKey> firstKey(Snapshot snapshot) {
    for (ApiKey key : snapshot.rows(Tables.API_KEYS)) {
      if (key.createdBy().isEmpty()) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }
}
