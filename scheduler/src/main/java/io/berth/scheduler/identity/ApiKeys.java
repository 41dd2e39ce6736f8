package io.berth.scheduler.identity;

import io.berth.scheduler.model.AccessKeyId;
import java.util.Optional;

/** Finds the secret of a key that may be used now; a disabled key is found as little as none. */
@FunctionalInterface
public interface ApiKeys {
  Optional<Secret> find(AccessKeyId id);
}
