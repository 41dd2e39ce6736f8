package io.berth.agent.engine.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.UnauthorizedException;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns what docker-java and the transport throw into the port's one exception. Docker says most of
 * it in words only, so words are what this class looks for; the contract suite keeps them true.
 */
final class Failures {

  private static final List<String> PORT_IS_TAKEN =
      List.of("port is already allocated", "address already in use");
  private static final List<String> NOT_ALLOWED =
      List.of("unauthorized", "authentication required", "pull access denied", "no basic auth");
  private static final List<String> PASSES_BY_ITSELF =
      List.of(
          "connection refused",
          "connection reset",
          "no such host",
          "i/o timeout",
          "timeout exceeded",
          "tls handshake timeout",
          "temporary failure",
          "too many requests",
          "toomanyrequests",
          "service unavailable",
          "internal server error",
          "bad gateway",
          "unexpected eof",
          "context canceled",
          "context deadline exceeded",
          "client connection is closing",
          "is already in progress");

  private Failures() {}

  /** What a failed call means, when the engine's refusal would mean the kind given. */
  static EngineException of(Kind refused, RuntimeException failure) {
    Optional<TransportException> transport = transport(failure);
    if (transport.isPresent()) {
      return lost(transport.get());
    }
    String words = words(failure);
    if (failure instanceof DockerException answer && answer.getHttpStatus() == 503) {
      return new EngineException(Kind.UNAVAILABLE, true, words, failure);
    }
    Kind kind = kind(refused, failure, words.toLowerCase(Locale.ROOT));
    return new EngineException(kind, isTemporary(kind, words), words, failure);
  }

  /** What an error inside the stream of a pull means. */
  static EngineException ofPull(String words) {
    Kind kind = mentions(words, NOT_ALLOWED) ? Kind.PULL_DENIED : Kind.PULL;
    return new EngineException(kind, isTemporary(kind, words), words);
  }

  static EngineException lost(TransportException failure) {
    Kind kind =
        switch (failure.reason()) {
          case UNREACHABLE -> Kind.UNAVAILABLE;
          case TIMED_OUT -> Kind.TIMED_OUT;
          case INTERRUPTED -> Kind.INTERRUPTED;
          case CLOSED -> Kind.CLOSED;
        };
    boolean temporary = kind == Kind.UNAVAILABLE || kind == Kind.TIMED_OUT;
    return new EngineException(kind, temporary, String.valueOf(failure.getMessage()), failure);
  }

  private static Kind kind(Kind refused, RuntimeException failure, String words) {
    return switch (refused) {
      case CREATE -> createKind(failure, words);
      case START -> startKind(failure, words);
      case PULL ->
          failure instanceof UnauthorizedException || mentions(words, NOT_ALLOWED)
              ? Kind.PULL_DENIED
              : Kind.PULL;
      case STOP, REMOVE, FAULT ->
          failure instanceof NotFoundException ? Kind.NO_CONTAINER : refused;
      default -> refused;
    };
  }

  private static Kind createKind(RuntimeException failure, String words) {
    if (failure instanceof ConflictException && words.contains("is already in use")) {
      return Kind.NAME_TAKEN;
    }
    if (failure instanceof NotFoundException && words.contains("no such image")) {
      return Kind.IMAGE_MISSING;
    }
    return words.contains("mount") || words.contains("volume") ? Kind.VOLUME : Kind.CREATE;
  }

  private static Kind startKind(RuntimeException failure, String words) {
    if (mentions(words, PORT_IS_TAKEN)) {
      return Kind.PORT_TAKEN;
    }
    if (failure instanceof NotFoundException && words.contains("no such container")) {
      return Kind.NO_CONTAINER;
    }
    return words.contains("error while mounting") || words.contains("mount path")
        ? Kind.VOLUME
        : Kind.START;
  }

  private static boolean isTemporary(Kind kind, String words) {
    return switch (kind) {
      case PORT_TAKEN -> true;
      case IMAGE_MISSING, NAME_TAKEN, NO_CONTAINER, FOREIGN, PULL_DENIED, CREATE -> false;
      default -> mentions(words, PASSES_BY_ITSELF);
    };
  }

  private static boolean mentions(String words, List<String> known) {
    String lower = words.toLowerCase(Locale.ROOT);
    return known.stream().anyMatch(lower::contains);
  }

  private static Optional<TransportException> transport(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (one instanceof TransportException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** The engine's own sentence: docker-java puts "Status 404: {"message":"…"}" around it. */
  private static String words(RuntimeException failure) {
    String text = String.valueOf(failure.getMessage());
    int start = text.indexOf("{\"message\":\"");
    int end = text.lastIndexOf("\"}");
    if (start < 0 || end < start + 12) {
      return text;
    }
    return text.substring(start + 12, end)
        .replace("\\\"", "\"")
        .replace("\\n", " ")
        .replace("\\u003c", "<")
        .replace("\\u003e", ">")
        .replace("\\u0026", "&");
  }
}
