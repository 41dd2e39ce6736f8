package io.berth.scheduler.main;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps what gRPC says about a peer's broken message to one line: its trace tells of gRPC's own
 * insides alone, and any peer could fill the log with it.
 */
final class QuietTransport implements Filter {
  /** Held for good: the JDK forgets a logger, and its filter, that nobody holds. */
  private static final Logger TRANSPORT = Logger.getLogger("io.grpc.netty.NettyServerStream");

  private QuietTransport() {}

  static void begin() {
    TRANSPORT.setFilter(new QuietTransport());
  }

  @Override
  public boolean isLoggable(LogRecord entry) {
    Throwable thrown = entry.getThrown();
    if (thrown != null) {
      entry.setMessage("a peer's message was refused: cause=" + firstLine(thrown));
      entry.setThrown(null);
    }
    return true;
  }

  private static String firstLine(Throwable thrown) {
    return thrown.toString().lines().findFirst().orElse("");
  }
}
