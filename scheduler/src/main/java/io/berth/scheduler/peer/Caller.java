package io.berth.scheduler.peer;

import io.berth.scheduler.model.Bytes;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, by what the connection itself has proven.
 *
 * @param chain the certificates that were shown, the caller's own first; empty when none was
 * @param shown who has issued the certificate that the caller was shown
 */
record Caller(InetAddress address, List<Bytes> chain, X500Principal shown) {
  private static final Context.Key<Caller> KEY = Context.key("caller");

  Caller {
    chain = List.copyOf(chain);
  }

  /** The caller of the call that is being served on this thread. */
  static Caller current() {
    return KEY.get();
  }

  /** Only services that are meant for strangers answer without a client certificate. */
  static ServerInterceptor interceptor(List<String> servicesForStrangers) {
    return new Reader(List.copyOf(servicesForStrangers));
  }

  private record Reader(List<String> servicesForStrangers) implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Caller caller = read(call.getAttributes());
      if (caller == null) {
        return refuse(call, Status.UNAUTHENTICATED.withDescription("no address or no TLS"));
      }
      String service = call.getMethodDescriptor().getServiceName();
      if (caller.chain().isEmpty() && !servicesForStrangers.contains(service)) {
        return refuse(
            call, Status.UNAUTHENTICATED.withDescription("show a client certificate, or enrol"));
      }
      return Contexts.interceptCall(Context.current().withValue(KEY, caller), call, headers, next);
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status) {
      call.close(status, new Metadata());
      return new ServerCall.Listener<>() {};
    }

    private static @Nullable Caller read(Attributes attributes) {
      SocketAddress from = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      SSLSession session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
      return from instanceof InetSocketAddress address
              && session != null
              && session.getLocalCertificates()[0] instanceof X509Certificate own
          ? new Caller(address.getAddress(), chain(session), own.getIssuerX500Principal())
          : null;
    }

    private static List<Bytes> chain(SSLSession session) {
      List<Bytes> chain = new ArrayList<>();
      try {
        for (Certificate certificate : session.getPeerCertificates()) {
          chain.add(Bytes.of(certificate.getEncoded()));
        }
        return chain;
      } catch (SSLPeerUnverifiedException _) {
        // The connection was opened without a certificate, as a stranger's is.
        return List.of();
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException("a certificate that was read has bytes", e);
      }
    }
  }
}
