package io.berth.scheduler.feed;

import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.Guest;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.peer.Outbound;
import io.berth.scheduler.peer.Talk;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Version;
import java.util.Optional;

/** A proxy that said hello. What is known of it is in memory: it has no row but its identity's. */
record ProxyGuest(PeerId proxy, ProxyGreeting greeting, FeedSurroundings around)
    implements Guest<ProxyMessage, FeedMessage, Void> {
  @Override
  public Optional<Version> toldVersion() {
    return greeting
        .served()
        .map(table -> new Version(table.version().getEpoch(), table.version().getNumber()));
  }

  @Override
  public Optional<String> rejoinToken() {
    return greeting.rejoinToken();
  }

  @Override
  public boolean continuesJournal(Snapshot state) {
    return around.fleet().continues(proxy, greeting.incarnation());
  }

  @Override
  public Entry register(Moment now) {
    greeting.served().ifPresent(this::overtake);
    return new Entry.Admitted(around.fleet().nextFeed());
  }

  /**
   * Under the very number that we would give, it serves something else: the state was put back, or
   * items have another hash than in the release before. It could not be told under this number.
   */
  private void overtake(ProxyGreeting.Table served) {
    RoutingTable newest = around.routing().newest();
    long epoch = around.lobby().store().snapshot().version().epoch();
    boolean isAmbiguous =
        served.version().getEpoch() == epoch
            && served.version().getNumber() >= newest.number()
            && !served.hash().equals(newest.hash());
    if (isAmbiguous) {
      boolean _ =
          around
              .lobby()
              .store()
              .update(
                  Lane.REPORTS,
                  tx -> {
                    tx.beginEpoch(epoch + 1);
                    return true;
                  });
      around
          .lobby()
          .alarms()
          .accept(
              new Alarm(
                  Alarm.Kind.STATE_PUT_BACK,
                  proxy,
                  "the proxy serves another table of number %d than is known here; a new epoch has"
                          .formatted(served.version().getNumber())
                      + " begun"));
    }
  }

  @Override
  public FeedMessage welcome(Snapshot state, Moment now) {
    return FeedMessage.newBuilder()
        .setHello(around.greeter().hello(greeting.clockNonce(), state, now.time()))
        .build();
  }

  @Override
  public Talk<ProxyMessage, Void> talk(
      long number, Snapshot state, Outbound<FeedMessage> outbound, Moment now) {
    around.fleet().opened(proxy, number, greeting, now);
    return new OpenFeed(
        new OpenFeed.Side(proxy, number),
        greeting.served(),
        around,
        outbound,
        state.version().epoch());
  }
}
