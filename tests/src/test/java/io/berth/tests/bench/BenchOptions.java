package io.berth.tests.bench;

import java.io.IOException;
import java.util.List;

/**
 * What a benchmark was asked for besides its name.
 *
 * @param quick everything small, and nothing written
 * @param withEtcd beside that peer, where the benchmark has it
 */
record BenchOptions(boolean quick, boolean withEtcd) {
  private static final String QUICK = "--quick";
  private static final String WITHOUT_ETCD = "--without-etcd";

  /** Of a benchmark beside etcd; an option that is not known is an IllegalArgumentException. */
  static BenchOptions besideEtcd(List<String> words) {
    BenchOptions options = read(words, List.of(QUICK, WITHOUT_ETCD));
    if (options.withEtcd && !EtcdServer.isInstalled()) {
      throw new IllegalArgumentException(
          "etcd is not installed (package etcd-server); " + WITHOUT_ETCD + " goes without it");
    }
    return options;
  }

  /** Of a benchmark that knows no etcd. */
  static BenchOptions plain(List<String> words) {
    return read(words, List.of(QUICK));
  }

  static boolean isQuick(List<String> words) {
    return words.contains(QUICK);
  }

  private static BenchOptions read(List<String> words, List<String> known) {
    for (String word : words) {
      if (!known.contains(word)) {
        throw new IllegalArgumentException("no such option: " + word + "; there are " + known);
      }
    }
    boolean hasEtcd = known.contains(WITHOUT_ETCD);
    return new BenchOptions(isQuick(words), hasEtcd && !words.contains(WITHOUT_ETCD));
  }

  String sizes() {
    return quick ? "quick" : "full";
  }

  /** For the report: which etcd it was. */
  String peer() throws IOException, InterruptedException {
    return withEtcd ? EtcdServer.version() : "etcd (left out of this run)";
  }
}
