package io.berth.agent.engine.docker;

import io.berth.agent.engine.docker.CallDeadlines.Deadline;
import io.berth.agent.engine.docker.TransportException.Reason;
import io.berth.agent.engine.docker.Watchdog.Watch;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One socket to the engine for one call, closed by whoever comes first: the reader of the answer,
 * the watchdog, an interrupt of the calling thread, or the end of the client.
 */
final class Connection implements AutoCloseable {

  private static final int BUFFER_BYTES = 8 * 1024;

  private final String call;
  private final Deadline deadline;
  private final SocketChannel channel;
  private final Consumer<Connection> onEnd;
  private final InputStream input;
  private volatile @Nullable Watch watch;
  private volatile boolean isTimedOut;
  private volatile boolean isClosed;

  /** Opens nothing yet: {@link #connect} does, already under the watchdog. */
  Connection(String call, Deadline deadline, Consumer<Connection> onEnd) throws IOException {
    this.call = call;
    this.deadline = deadline;
    this.onEnd = onEnd;
    channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    input = new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES);
  }

  void connect(Path socket, Watchdog watchdog) throws IOException {
    Watch begun =
        switch (deadline) {
          case Deadline.Silence silence -> watchdog.afterSilence(silence.time(), this::timeOut);
          case Deadline.Whole whole -> watchdog.afterTotal(whole.time(), this::timeOut);
          case Deadline.Begin begin -> watchdog.afterTotal(begin.time(), this::timeOut);
        };
    watch = begun;
    if (isClosed) {
      begun.end();
    }
    channel.connect(UnixDomainSocketAddress.of(socket));
  }

  OutputStream output() {
    return Channels.newOutputStream(channel);
  }

  /** What the engine sends; failures of it are for {@link #explain}. */
  InputStream input() {
    return input;
  }

  /** The head of the answer is there. */
  void answerHasBegun() {
    if (deadline instanceof Deadline.Begin) {
      endWatch();
    }
  }

  /** Some more of the answer is there. */
  void progress() {
    Watch begun = watch;
    if (begun != null) {
      begun.progress();
    }
  }

  /** Why reading or writing failed. */
  TransportException explain(IOException failure) {
    if (isTimedOut) {
      return new TransportException(
          Reason.TIMED_OUT,
          "the engine gave no answer to " + call + " within " + deadline.time().toSeconds() + " s",
          failure);
    }
    if (failure instanceof ClosedByInterruptException || Thread.currentThread().isInterrupted()) {
      return new TransportException(Reason.INTERRUPTED, call + " was interrupted", failure);
    }
    if (isClosed) {
      return new TransportException(Reason.CLOSED, call + " was ended by its caller", failure);
    }
    return new TransportException(
        Reason.UNREACHABLE, "the engine cannot be reached: " + failure.getMessage(), failure);
  }

  private void timeOut() {
    isTimedOut = true;
    close();
  }

  @Override
  public void close() {
    isClosed = true;
    endWatch();
    try {
      channel.close();
    } catch (IOException _) {
      // A socket that cannot be closed is gone all the same.
    }
    onEnd.accept(this);
  }

  private void endWatch() {
    Watch begun = watch;
    if (begun != null) {
      begun.end();
    }
  }
}
