package io.berth.peer;

import io.berth.proto.enrol.EnrolRequest;
import io.berth.proto.enrol.EnrolResponse;
import io.berth.proto.enrol.GetNonceRequest;
import io.berth.proto.enrol.GetNonceResponse;
import io.berth.proto.enrol.RenewRequest;
import io.berth.proto.enrol.RenewResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * One connection to the scheduler on which identities are given, without showing one. It is known
 * to lead to the scheduler before anything is said on it, but for the dates of its certificate.
 * Each call has a deadline; one that fails is an {@link IOException}.
 */
public interface EnrolCalls extends AutoCloseable {

  GetNonceResponse nonce(GetNonceRequest request) throws IOException, UntrustedException;

  EnrolResponse enrol(EnrolRequest request) throws IOException, UntrustedException;

  RenewResponse renew(RenewRequest request) throws IOException, UntrustedException;

  /** Which of the trusted authorities the connection's other end may name; after the first call. */
  List<X509Certificate> authorities();

  /** Refuses a certificate that does not hold at this time of the scheduler's clock. */
  void requireValidAt(Instant schedulersTime) throws UntrustedException;

  @Override
  void close();
}
