package io.berth.scheduler.api;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.Optional;

/** What the tasks of a host that is to be emptied wait for, in words for people. */
record HostStays(ReadTx state, Host host) {

  /** Empty when nobody wants the host to be empty. */
  String because(Task task) {
    if (host.status() == Host.Status.ACTIVE) {
      return "";
    }
    return switch (task.wish()) {
      case Wish.Drain _ -> "it runs until no request can come any more";
      case Wish.Stop _ ->
          host.isConnected()
              ? "it is being stopped"
              : "it is to be stopped, and the agent of the host does not answer";
      case Wish.Abandoned _ -> "";
      case Wish.Run() -> stays(task);
    };
  }

  private String stays(Task task) {
    Optional<Service> service =
        task.order()
            .membership()
            .map(Membership::service)
            .flatMap(id -> state.find(Tables.SERVICES, id));
    if (service.isEmpty()) {
      return "it belongs to no service, so nobody moves it: it ends by itself or with StopTask";
    }
    return service
        .get()
        .progress()
        .complaint()
        .map(Service.Complaint::message)
        .orElse("it waits until another task in its place is healthy");
  }
}
