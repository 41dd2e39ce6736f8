package io.berth.proxy.feed;

import io.berth.proxy.route.TargetKey;
import java.util.Map;

/** Where it is known what is in flight to targets that drain or are fenced. */
public interface DrainSource {

  /** Counted under the served table; one that is at zero stays so until a table makes it active. */
  Map<TargetKey, Integer> leaving();

  /** Whether one has become idle since this was asked last. */
  boolean takeNews();
}
