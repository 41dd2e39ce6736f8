package io.berth.agent.engine.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of one pull and keeps only its error; progress is dropped as it comes. The
 * transport's watchdog bounds the wait.
 */
final class PullWatch implements ResultCallback<PullResponseItem> {

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Closeable stream;
  private volatile boolean isClosed;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable String refusal;

  void await() throws EngineException {
    try {
      ended.await();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      close();
      throw new EngineException(Kind.INTERRUPTED, false, "the pull was interrupted", interrupt);
    }
    String words = refusal;
    if (words != null) {
      throw Failures.ofPull(words);
    }
    Throwable cause = failure;
    if (cause != null) {
      throw Failures.of(
          Kind.PULL, cause instanceof RuntimeException known ? known : new RuntimeException(cause));
    }
  }

  @Override
  public void onStart(Closeable opened) {
    stream = opened;
    if (isClosed) {
      close();
    }
  }

  @Override
  public void onNext(PullResponseItem item) {
    var detail = item.getErrorDetail();
    if (detail != null && detail.getMessage() != null) {
      refusal = detail.getMessage();
    }
  }

  @Override
  public void onError(Throwable cause) {
    failure = cause;
    ended.countDown();
  }

  @Override
  public void onComplete() {
    ended.countDown();
  }

  @Override
  public void close() {
    isClosed = true;
    Closeable opened = stream;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException _) {
        // It is over either way.
      }
    }
  }
}
