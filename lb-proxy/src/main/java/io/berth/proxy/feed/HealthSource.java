package io.berth.proxy.feed;

import java.util.List;

/** Where the views of the targets come from; never waits for a check. */
public interface HealthSource {

  /** All views of the served table, as they are now; what had changed before is in them. */
  List<TargetView> all();

  /** Views that have changed since they were taken last, each once and as it is now. */
  List<TargetView> takeChanged(int most);
}
