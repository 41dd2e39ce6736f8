package io.berth.scheduler.aws;

import io.berth.scheduler.api.ControlOperation;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.identity.Secret;
import io.berth.scheduler.identity.SigV4;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A front on a free port of the loopback address, with one key. */
final class TestFront implements AutoCloseable {
  static final String KEY = "AKIDTEST";
  static final String SECRET = "a secret of the test";
  static final Duration LONG = Duration.ofSeconds(30);
  private static final Home HOME = new Home("000000000000", "us-east-1");

  private final HttpFront front;
  private final InetSocketAddress address;

  private TestFront(FrontLimits limits, List<Route> routes) throws IOException {
    front =
        new HttpFront(
            new FrontAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty()),
            limits,
            routes,
            InstantSource.system(),
            () -> UUID.randomUUID().toString());
    address = front.start();
  }

  static TestFront serving(Collection<? extends Operation<?, ?>> operations) throws IOException {
    return withRoutes(FrontLimits.standard(), List.of(awsRoute(operations)));
  }

  /** These routes, and the health page. */
  static TestFront withRoutes(FrontLimits limits, List<Route> routes) throws IOException {
    List<Route> all = new ArrayList<>(routes);
    all.add(new HealthRoute());
    return new TestFront(limits, all);
  }

  static AwsRoute awsRoute(Collection<? extends Operation<?, ?>> operations) {
    return awsRoute(operations, InstantSource.system());
  }

  /** Judges the dates of signatures by this clock. */
  static AwsRoute awsRoute(Collection<? extends Operation<?, ?>> operations, InstantSource clock) {
    return new AwsRoute(HOME, authentication(clock), List.copyOf(operations), new UnknownMembers());
  }

  static ControlRoute controlRoute(Collection<ControlOperation<?, ?>> operations) {
    return new ControlRoute(HOME, authentication(InstantSource.system()), operations);
  }

  private static Authentication authentication(InstantSource clock) {
    SigV4 signatures =
        new SigV4(id -> id.text().equals(KEY) ? Optional.of(new Secret(SECRET)) : Optional.empty());
    return new Authentication(signatures, clock, _ -> {});
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout((int) LONG.toMillis());
    return socket;
  }

  HttpFront front() {
    return front;
  }

  @Override
  public void close() {
    try {
      front.close(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
