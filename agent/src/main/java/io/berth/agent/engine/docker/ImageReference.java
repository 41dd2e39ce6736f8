package io.berth.agent.engine.docker;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Docker's API expects of an image's reference, and what it answers of digests. */
final class ImageReference {

  private ImageReference() {}

  /** Without tag and digest the engine would pull every tag that there is. */
  static String pullable(String reference) {
    return reference.contains("@") || hasTag(reference) ? reference : reference + ":latest";
  }

  /** The digest by which the reference's own registry knows the image, else any registry's. */
  static Optional<String> digest(@Nullable List<String> repoDigests, String reference) {
    if (repoDigests == null || repoDigests.isEmpty()) {
      return Optional.empty();
    }
    String repository = repository(reference) + "@";
    return repoDigests.stream()
        .filter(one -> one.startsWith(repository))
        .findFirst()
        .or(() -> Optional.of(repoDigests.getFirst()))
        .map(one -> one.substring(one.indexOf('@') + 1));
  }

  private static String repository(String reference) {
    int at = reference.indexOf('@');
    String named = at < 0 ? reference : reference.substring(0, at);
    return hasTag(named) ? named.substring(0, named.lastIndexOf(':')) : named;
  }

  /** A colon before the last slash belongs to the registry's port. */
  private static boolean hasTag(String reference) {
    return reference.lastIndexOf(':') > reference.lastIndexOf('/');
  }
}
