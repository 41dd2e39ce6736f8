package io.berth.peer;

import io.berth.proto.enrol.EnrolRequest;
import io.berth.proto.enrol.EnrolResponse;
import io.berth.proto.enrol.EnrolmentGrpc;
import io.berth.proto.enrol.EnrolmentGrpc.EnrolmentBlockingStub;
import io.berth.proto.enrol.GetNonceRequest;
import io.berth.proto.enrol.GetNonceResponse;
import io.berth.proto.enrol.RenewRequest;
import io.berth.proto.enrol.RenewResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Enrolment over gRPC, each call with a deadline. */
final class GrpcEnrolCalls implements EnrolCalls {
  private static final long DEADLINE_SECONDS = 20;

  private final ManagedChannel channel;
  private final ServerTrust trust;

  GrpcEnrolCalls(ManagedChannel channel, ServerTrust trust) {
    this.channel = channel;
    this.trust = trust;
  }

  @Override
  public GetNonceResponse nonce(GetNonceRequest request) throws IOException, UntrustedException {
    return call(stub -> stub.getNonce(request));
  }

  @Override
  public EnrolResponse enrol(EnrolRequest request) throws IOException, UntrustedException {
    return call(stub -> stub.enrol(request));
  }

  @Override
  public RenewResponse renew(RenewRequest request) throws IOException, UntrustedException {
    return call(stub -> stub.renew(request));
  }

  private <T> T call(Function<EnrolmentBlockingStub, T> call)
      throws IOException, UntrustedException {
    try {
      return call.apply(
          EnrolmentGrpc.newBlockingStub(channel)
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
    } catch (StatusRuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UntrustedException untrusted) {
          throw new UntrustedException(String.valueOf(untrusted.getMessage()), e);
        }
      }
      throw new IOException(Faults.sentence(e), e);
    }
  }

  @Override
  public List<X509Certificate> authorities() {
    return trust.authorities();
  }

  @Override
  public void requireValidAt(Instant schedulersTime) throws UntrustedException {
    trust.requireValidAt(schedulersTime);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
