package io.berth.scheduler.peer;

import io.berth.proto.enrol.EnrolRequest;
import io.berth.proto.enrol.EnrolResponse;
import io.berth.proto.enrol.EnrolmentGrpc;
import io.berth.proto.enrol.GetNonceRequest;
import io.berth.proto.enrol.GetNonceResponse;
import io.berth.proto.enrol.RenewRequest;
import io.berth.proto.enrol.RenewResponse;
import io.berth.scheduler.identity.CertificateRequest;
import io.berth.scheduler.identity.Credentials;
import io.berth.scheduler.identity.EnrolRate;
import io.berth.scheduler.identity.Enrolment;
import io.berth.scheduler.identity.JoinRequest;
import io.berth.scheduler.identity.Outcome;
import io.berth.scheduler.identity.PeerCheck;
import io.berth.scheduler.identity.Reason;
import io.berth.scheduler.identity.RenewalRequest;
import io.berth.scheduler.identity.Secret;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StoreClosedException;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The calls by which an agent or a proxy gets its identity and keeps it: the only ones that
 * strangers may make, so each is bounded before it costs anything. Runs on a thread per call, which
 * may wait for the store.
 */
final class EnrolmentService extends EnrolmentGrpc.EnrolmentImplBase {
  private static final int LONGEST_VERSION = 64;

  private final Identities identities;
  private final EnrolRate rate;
  private final PeerPort.Ambient ambient;
  private final Semaphore free;

  EnrolmentService(
      Identities identities, EnrolRate rate, PeerPort.Ambient ambient, int mostInFlight) {
    this.identities = identities;
    this.rate = rate;
    this.ambient = ambient;
    this.free = new Semaphore(mostInFlight);
  }

  @Override
  public void getNonce(GetNonceRequest request, StreamObserver<GetNonceResponse> answers) {
    Caller caller = Caller.current();
    serve(
        answers,
        now -> {
          if (!IdentityWire.isClockNonce(request.getClockNonce())) {
            throw Status.INVALID_ARGUMENT
                .withDescription("a clock nonce has 16 to 64 bytes")
                .asException();
          }
          return GetNonceResponse.newBuilder()
              .setNonce(IdentityWire.bytes(identities.enrolment().nonce(now)))
              .setValidMs(Math.toIntExact(Enrolment.NONCE_VALID.toMillis()))
              .setClock(
                  IdentityWire.clock(identities, caller.shown(), request.getClockNonce(), now))
              .build();
        });
  }

  @Override
  public void enrol(EnrolRequest request, StreamObserver<EnrolResponse> answers) {
    serve(
        answers,
        now ->
            switch (enrol(request, now)) {
              case Outcome.Done<Credentials>(var credentials) ->
                  EnrolResponse.newBuilder()
                      .setCredentials(IdentityWire.credentials(credentials))
                      .build();
              case Outcome.Refused<Credentials> refused ->
                  EnrolResponse.newBuilder().setRefusal(RefusalWire.of(refused)).build();
            });
  }

  @Override
  public void renew(RenewRequest request, StreamObserver<RenewResponse> answers) {
    Caller caller = Caller.current();
    serve(
        answers,
        now ->
            switch (renew(request, caller, now)) {
              case Outcome.Done<Credentials>(var credentials) ->
                  RenewResponse.newBuilder()
                      .setCredentials(IdentityWire.credentials(credentials))
                      .build();
              case Outcome.Refused<Credentials> refused -> {
                alarm(request, caller, refused);
                yield RenewResponse.newBuilder().setRefusal(RefusalWire.of(refused)).build();
              }
            });
  }

  private Outcome<Credentials> enrol(EnrolRequest request, Instant now) {
    if (isTooLarge(request.getSerializedSize(), request.getProgramVersion())) {
      return tooLarge();
    }
    return IdentityWire.kind(request.getKind())
        .then(kind ->
            CertificateRequest.read(IdentityWire.bytes(request.getCsrDer()))
                .then(read -> {
                  JoinRequest join =
                      new JoinRequest(
                          new Secret(request.getJoinToken()), kind, read, request.getHostName());
                  return identities
                      .store()
                      .update(Lane.REPORTS, tx -> identities.enrolment().enrol(tx, join, now));
                }));
  }

  private Outcome<Credentials> renew(RenewRequest request, Caller caller, Instant now) {
    if (isTooLarge(request.getSerializedSize(), request.getProgramVersion())) {
      return tooLarge();
    }
    return proof(request, caller)
        .then(proof ->
            CertificateRequest.read(IdentityWire.bytes(request.getCsrDer()))
                .then(read -> {
                  RenewalRequest renewal = new RenewalRequest(read, proof);
                  return identities
                      .store()
                      .update(Lane.REPORTS, tx -> identities.enrolment().renew(tx, renewal, now));
                }));
  }

  /** Whoever has a key that was taken back tries to get another one for it. */
  private void alarm(RenewRequest request, Caller caller, Outcome.Refused<?> refused) {
    if (refused.reason() != Reason.IDENTITY_REVOKED) {
      return;
    }
    List<Bytes> shown =
        request.hasOldKeyProof()
            ? List.of(IdentityWire.bytes(request.getOldKeyProof().getCertificateDer()))
            : caller.chain();
    PeerCheck.shownAs(shown, identities.store().snapshot())
        .map(peer -> PeerStreams.refusedAlarm(peer, caller.address(), refused.sentence()))
        .ifPresent(ambient.alarms());
  }

  private static Outcome<RenewalRequest.Proof> proof(RenewRequest request, Caller caller) {
    if (request.hasOldKeyProof()) {
      return IdentityWire.proof(request.getOldKeyProof());
    }
    if (caller.chain().isEmpty()) {
      return Outcome.refused(
          Reason.PROOF_INVALID,
          "neither the connection nor the request shows the certificate to be renewed");
    }
    return Outcome.done(new RenewalRequest.Proof.Connection(caller.chain().getFirst()));
  }

  private static boolean isTooLarge(int bytes, String version) {
    return bytes > PortLimits.ENROLMENT_BYTES
        || version.getBytes(StandardCharsets.UTF_8).length > LONGEST_VERSION;
  }

  private static Outcome<Credentials> tooLarge() {
    return Outcome.refused(Reason.REQUEST_INVALID, "the request breaks a size limit");
  }

  /** A call that costs a stranger nothing must cost us little: it is counted before it is read. */
  private <A> void serve(StreamObserver<A> answers, Call<A> call) {
    Instant now = ambient.clock().instant();
    Duration wait = rate.take(Caller.current().address(), now);
    if (!wait.isZero()) {
      answers.onError(
          exhausted("too many tries from this address; wait " + wait.toMillis() + " ms"));
    } else if (!free.tryAcquire()) {
      answers.onError(exhausted("too many enrolments at once; try again"));
    } else {
      try {
        answers.onNext(call.answer(now));
        answers.onCompleted();
      } catch (StatusException e) {
        answers.onError(e);
      } catch (StoreClosedException e) {
        answers.onError(
            Status.UNAVAILABLE.withDescription("the scheduler ends").withCause(e).asException());
      } finally {
        free.release();
      }
    }
  }

  private static Throwable exhausted(String sentence) {
    return Status.RESOURCE_EXHAUSTED.withDescription(sentence).asException();
  }

  /** The part of a call that is worth something. */
  @FunctionalInterface
  private interface Call<A> {
    A answer(Instant now) throws StatusException;
  }
}
