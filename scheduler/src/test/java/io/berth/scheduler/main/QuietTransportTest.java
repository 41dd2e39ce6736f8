package io.berth.scheduler.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What gRPC writes about a peer is one line, and still says why. */
class QuietTransportTest {

  @Test
  void aTraceOfGrpcBecomesOneLine() {
    Logger logger = Logger.getLogger("io.grpc.netty.NettyServerStream");
    var written = new ArrayList<LogRecord>();
    Handler handler = new Kept(written);
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      QuietTransport.begin();

      logger.log(
          Level.WARNING,
          "Exception processing message",
          new IllegalStateException("gRPC message exceeds maximum size 262144: 300000\nand more"));
      logger.log(Level.WARNING, "a line of its own");
    } finally {
      logger.setUseParentHandlers(true);
      logger.removeHandler(handler);
      logger.setFilter(null);
    }

    assertEquals(
        List.of(
            "a peer's message was refused: cause=java.lang.IllegalStateException: gRPC message"
                + " exceeds maximum size 262144: 300000",
            "a line of its own"),
        written.stream().map(LogRecord::getMessage).toList());
    assertNull(written.getFirst().getThrown());
  }

  private static final class Kept extends Handler {
    private final List<LogRecord> written;

    Kept(List<LogRecord> written) {
      this.written = written;
    }

    @Override
    public void publish(LogRecord entry) {
      written.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
