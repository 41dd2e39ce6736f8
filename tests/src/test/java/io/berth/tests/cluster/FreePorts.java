package io.berth.tests.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that stay free between two starts of a process: below those that the kernel gives to
 * anybody who connects somewhere.
 */
final class FreePorts {
  private static final int FIRST = 10_000;
  private static final int LAST = 19_999;

  private FreePorts() {}

  static int next() throws IOException {
    for (int attempt = 0; attempt <= LAST - FIRST; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      try (ServerSocket probe = new ServerSocket()) {
        probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        return port;
      } catch (IOException _) {
        // Somebody has it; another one will do.
      }
    }
    throw new IOException("no port from " + FIRST + " to " + LAST + " is free");
  }
}
