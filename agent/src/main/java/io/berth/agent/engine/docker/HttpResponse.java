package io.berth.agent.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** One answer of the engine; closing it closes its connection, whatever is still to come. */
final class HttpResponse implements Response {

  private final Connection connection;
  private final HttpHead head;
  private final InputStream body;

  private HttpResponse(Connection connection, HttpHead head, InputStream body) {
    this.connection = connection;
    this.head = head;
    this.body = body;
  }

  /** Reads the head; when the body cannot be read to its end, the loss is told. */
  static HttpResponse read(Connection connection, Runnable onLoss) throws IOException {
    HttpHead head = HttpHead.read(connection.input());
    connection.answerHasBegun();
    return new HttpResponse(
        connection,
        head,
        new WatchedBody(connection, HttpBody.of(head, connection.input()), onLoss));
  }

  @Override
  public int getStatusCode() {
    return head.status();
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return head.headers();
  }

  @Override
  public InputStream getBody() {
    return body;
  }

  @Override
  public void close() {
    connection.close();
  }

  /** Tells the watchdog of progress, and callers why there is none. */
  private static final class WatchedBody extends InputStream {
    private final Connection connection;
    private final InputStream body;
    private final Runnable onLoss;

    WatchedBody(Connection connection, InputStream body, Runnable onLoss) {
      this.connection = connection;
      this.body = body;
      this.onLoss = onLoss;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      try {
        int count = body.read(target, offset, length);
        connection.progress();
        return count;
      } catch (IOException failure) {
        onLoss.run();
        throw connection.explain(failure);
      }
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
