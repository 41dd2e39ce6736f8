package io.berth.agent.engine.docker;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ids of containers that are known to carry our labels, so that not each verb has to look first. An
 * id's labels never change, so nothing in here can become wrong; the oldest are forgotten. Any
 * thread may call.
 */
final class OwnContainers {

  private static final int MOST = 20_000;

  private final Map<String, Boolean> ids =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  synchronized void add(String id) {
    ids.put(id, Boolean.TRUE);
  }

  synchronized boolean contains(String id) {
    return ids.containsKey(id);
  }

  synchronized void remove(String id) {
    ids.remove(id);
  }
}
