package io.berth.tests.bench;

import java.io.IOException;
import java.util.List;

/**
 * What a benchmark was asked for besides its name.
 *
 * @param quick everything small, and nothing written
 * @param withPeers beside whatever the benchmark compares with
 */
record BenchOptions(boolean quick, boolean withPeers) {
  private static final String QUICK = "--quick";
  private static final String WITHOUT_ETCD = "--without-etcd";
  private static final String WITHOUT_PEERS = "--without-peers";

  /** Of a benchmark beside etcd; an option that is not known is an IllegalArgumentException. */
  static BenchOptions besideEtcd(List<String> words) {
    BenchOptions options = read(words, WITHOUT_ETCD);
    if (options.withPeers && !EtcdServer.isInstalled()) {
      throw new IllegalArgumentException(
          "etcd is not installed (package etcd-server); " + WITHOUT_ETCD + " goes without it");
    }
    return options;
  }

  /** Of a benchmark beside other proxies; the same. */
  static BenchOptions besideProxies(List<String> words) {
    return read(words, WITHOUT_PEERS);
  }

  /** Of a benchmark beside another cluster of engines; the same. */
  static BenchOptions besideSwarm(List<String> words) {
    return read(words, WITHOUT_PEERS);
  }

  /** Of a benchmark that has no peer. */
  static BenchOptions plain(List<String> words) {
    return read(words, QUICK);
  }

  static boolean isQuick(List<String> words) {
    return words.contains(QUICK);
  }

  private static BenchOptions read(List<String> words, String without) {
    List<String> known = List.of(QUICK, without);
    for (String word : words) {
      if (!known.contains(word)) {
        throw new IllegalArgumentException(
            "no such option: " + word + "; there are " + known.stream().distinct().toList());
      }
    }
    boolean hasPeers = !without.equals(QUICK);
    return new BenchOptions(isQuick(words), hasPeers && !words.contains(without));
  }

  String sizes() {
    return quick ? "quick" : "full";
  }

  /** For the report: which etcd it was. */
  String peer() throws IOException, InterruptedException {
    return withPeers ? EtcdServer.version() : "etcd (left out of this run)";
  }
}
