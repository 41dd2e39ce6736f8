package io.berth.scheduler.identity;

import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/** What a peer's certificate says of it: its kind and its identity, nothing that can change. */
record PeerSubject(PeerKind kind, PeerId id) {
  private static final Pattern FORM = Pattern.compile("CN=([0-9a-f]{32}),OU=(agent|proxy),O=Berth");

  X500Principal principal() {
    return new X500Principal("CN=" + id.text() + ",OU=" + word(kind) + ",O=Berth");
  }

  static Optional<PeerSubject> read(X500Principal principal) {
    Matcher matcher = FORM.matcher(principal.getName(X500Principal.RFC2253));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    PeerKind kind = matcher.group(2).equals("agent") ? PeerKind.AGENT : PeerKind.PROXY;
    return Optional.of(new PeerSubject(kind, PeerId.parse(matcher.group(1))));
  }

  /** For sentences. */
  static String named(PeerKind kind) {
    return switch (kind) {
      case AGENT -> "an agent";
      case PROXY -> "a proxy";
    };
  }

  static String word(PeerKind kind) {
    return switch (kind) {
      case AGENT -> "agent";
      case PROXY -> "proxy";
    };
  }
}
