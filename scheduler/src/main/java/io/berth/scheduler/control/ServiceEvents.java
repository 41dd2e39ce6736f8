package io.berth.scheduler.control;

import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceEvent;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** What users were told of services: the newest events of each, and no more. */
public final class ServiceEvents {
  /** How many are kept of a service. */
  public static final int MOST = 100;

  private ServiceEvents() {}

  /** The newest first. */
  public static List<ServiceEvent> newest(ReadTx tx, Service service) {
    List<ServiceEvent> events = new ArrayList<>();
    long last = service.progress().events();
    for (long number = last; number > Math.max(0, last - MOST); number--) {
      tx.find(Tables.SERVICE_EVENTS, new ServiceEvent.Key(service.id(), number))
          .ifPresent(events::add);
    }
    return events;
  }

  /** Tells users something; the service that is answered is not written yet. */
  static Service say(
      WriteTx tx, Service service, String message, RandomGenerator random, Instant now) {
    Service told = service.told();
    long number = told.progress().events();
    tx.insert(
        Tables.SERVICE_EVENTS,
        new ServiceEvent(
            new ServiceEvent.Key(service.id(), number),
            new UUID(random.nextLong(), random.nextLong()),
            now,
            message));
    if (number > MOST) {
      ServiceEvent.Key oldest = new ServiceEvent.Key(service.id(), number - MOST);
      if (tx.find(Tables.SERVICE_EVENTS, oldest).isPresent()) {
        tx.remove(Tables.SERVICE_EVENTS, oldest);
      }
    }
    return told;
  }

  /** Forgets all events of a service that is over. */
  static void forget(WriteTx tx, Service service) {
    newest(tx, service).forEach(event -> tx.remove(Tables.SERVICE_EVENTS, event.key()));
  }
}
