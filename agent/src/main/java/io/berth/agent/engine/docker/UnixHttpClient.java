package io.berth.agent.engine.docker;

import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import io.berth.agent.engine.docker.CallDeadlines.Deadline;
import io.berth.agent.engine.docker.TransportException.Reason;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * docker-java's transport on the JDK's unix-domain socket: a connection per call, each under the
 * watchdog, at most {@value #MOST_CONNECTIONS} at a time. Any thread may call; failures are {@link
 * TransportException}s. It finds out by itself which version of the API to speak, anew after each
 * loss of the engine, since an upgrade may lie between.
 */
final class UnixHttpClient implements DockerHttpClient {

  static final int MOST_CONNECTIONS = 256;

  private final EngineSocket socket;
  private final CallDeadlines deadlines;
  private final Watchdog watchdog = new Watchdog();
  private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ApiVersion version;
  private volatile boolean isClosed;

  UnixHttpClient(EngineSocket socket, CallDeadlines deadlines) {
    this.socket = socket;
    this.deadlines = deadlines;
  }

  @Override
  public Response execute(Request request) {
    if (request.hijackedInput() != null) {
      throw new UnsupportedOperationException("streams into a container are not built yet");
    }
    String path = request.path();
    boolean isUnversioned = path.equals("/_ping") || path.equals("/version");
    return send(request, isUnversioned ? path : "/v" + version() + path);
  }

  /** The version of the API that is spoken; asks the engine when it is not known. */
  ApiVersion version() {
    ApiVersion known = version;
    if (known == null) {
      known = askVersion();
      version = known;
    }
    return known;
  }

  @Override
  public void close() {
    isClosed = true;
    open.forEach(Connection::close);
    watchdog.close();
  }

  /** The one call whose path has no version, so that this does not ask itself again. */
  private ApiVersion askVersion() {
    Version answer =
        DockerClientImpl.getInstance(new ClientSettings(socket), this).versionCmd().exec();
    String newest = String.valueOf(answer.getApiVersion());
    String oldest = answer.getMinAPIVersion();
    try {
      return ApiVersion.choose(
          ApiVersion.parse(oldest == null ? newest : oldest), ApiVersion.parse(newest));
    } catch (IllegalArgumentException failure) {
      throw new TransportException(
          Reason.UNREACHABLE, "the engine tells no version: " + failure.getMessage(), failure);
    }
  }

  private Response send(Request request, String target) {
    String call = request.method() + " " + withoutQuery(target);
    Deadline deadline = deadlines.of(request.method(), request.path());
    Connection connection = open(call, deadline);
    try {
      connection.connect(socket.path(), watchdog);
      HttpRequestWriter.write(request, target, connection.output());
      return HttpResponse.read(connection, this::forgetVersion);
    } catch (IOException failure) {
      TransportException explained = connection.explain(failure);
      connection.close();
      forgetVersion();
      throw explained;
    } catch (RejectedExecutionException failure) {
      connection.close();
      throw new TransportException(Reason.CLOSED, "the engine's client is closed", failure);
    } catch (RuntimeException failure) {
      connection.close();
      throw failure;
    }
  }

  private Connection open(String call, Deadline deadline) {
    takePermit(call, deadline);
    try {
      var connection = new Connection(call, deadline, this::ended);
      open.add(connection);
      if (isClosed) {
        connection.close();
      }
      return connection;
    } catch (IOException failure) {
      free.release();
      throw new TransportException(
          Reason.UNREACHABLE, "no socket can be made: " + failure.getMessage(), failure);
    }
  }

  private void takePermit(String call, Deadline deadline) {
    try {
      if (!free.tryAcquire(deadline.time().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TransportException(
            Reason.TIMED_OUT, call + " waited too long for other calls to the engine to end");
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new TransportException(Reason.INTERRUPTED, call + " was interrupted", interrupt);
    }
  }

  /** After a loss another engine may listen there. */
  private void forgetVersion() {
    version = null;
  }

  private void ended(Connection connection) {
    if (open.remove(connection)) {
      free.release();
    }
  }

  private static String withoutQuery(String target) {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }
}
