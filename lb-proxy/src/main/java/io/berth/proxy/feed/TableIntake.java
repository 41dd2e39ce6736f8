package io.berth.proxy.feed;

import io.berth.proto.common.StateVersion;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.RoutingAck;
import io.berth.proto.proxy.RoutingDifference;
import io.berth.proto.proxy.RoutingSyncBegin;
import io.berth.proto.proxy.RoutingSyncChunk;
import io.berth.proto.proxy.RoutingSyncEnd;
import io.berth.proxy.route.Abilities;
import io.berth.proxy.route.RoutingChange;
import io.berth.proxy.route.RoutingRefusal;
import io.berth.proxy.route.RoutingRefusal.Code;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.TableHash;
import io.berth.proxy.route.TableOutcome;
import io.berth.proxy.route.TableVersion;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes what one feed is told of the table: puts syncs together, has each version served or refused
 * as a whole, and answers with the acknowledgement. Said twice is as good as once. Used by the
 * feed's caller alone.
 */
final class TableIntake {
  private final long epoch;
  private final TablePlace place;
  private final Abilities abilities;
  private @Nullable TableSync sync;

  /** A sync of which a part was refused already: what else comes of it is let pass. */
  private @Nullable StateVersion refusedSync;

  TableIntake(long epoch, TablePlace place, Abilities abilities) {
    this.epoch = epoch;
    this.place = place;
    this.abilities = abilities;
  }

  /** The word about a version, if one is complete; after an exception nothing of it holds. */
  Optional<RoutingAck> on(FeedMessage message) throws IOException {
    return switch (message.getKindCase()) {
      case DIFFERENCE -> Optional.of(difference(message.getDifference()));
      case SYNC_BEGIN -> begin(message.getSyncBegin());
      case SYNC_CHUNK -> chunk(message.getSyncChunk());
      case SYNC_END -> end(message.getSyncEnd());
      case HELLO, LEASE, REFUSAL, PROBE, HEALTH_REQUEST, KIND_NOT_SET ->
          throw new IllegalStateException("Not of the table: " + message.getKindCase());
    };
  }

  private RoutingAck difference(RoutingDifference message) throws IOException {
    sync = null;
    refusedSync = null;
    try {
      TableVersion version = ofEpoch(message.getVersion());
      Optional<TableVersion> base = Optional.of(RoutingWire.version(message.getBase()));
      TableHash hash = RoutingWire.tableHash(message.getTableHash());
      if (isServed(version, hash)) {
        return acknowledged();
      }
      return take(version, base, RoutingWire.read(message.getChange()), hash);
    } catch (MalformedException e) {
      return refused(message.getVersion(), e.refusal());
    }
  }

  private Optional<RoutingAck> begin(RoutingSyncBegin message) {
    sync = null;
    refusedSync = null;
    try {
      Optional<TableVersion> base =
          message.hasBase()
              ? Optional.of(RoutingWire.version(message.getBase()))
              : Optional.empty();
      sync = new TableSync(ofEpoch(message.getVersion()), base);
      return Optional.empty();
    } catch (MalformedException e) {
      return Optional.of(refusedPart(message.getVersion(), e));
    }
  }

  /** One without a begin has no version that could be refused; its end will be. */
  private Optional<RoutingAck> chunk(RoutingSyncChunk message) {
    TableSync current = sync;
    if (current == null) {
      return Optional.empty();
    }
    try {
      current.add(message);
      return Optional.empty();
    } catch (MalformedException e) {
      return Optional.of(refusedPart(RoutingWire.version(current.version()), e));
    }
  }

  private RoutingAck refusedPart(StateVersion version, MalformedException fault) {
    sync = null;
    refusedSync = version;
    return refused(version, fault.refusal());
  }

  private Optional<RoutingAck> end(RoutingSyncEnd message) throws IOException {
    TableSync current = sync;
    StateVersion told = refusedSync;
    sync = null;
    refusedSync = null;
    if (message.getVersion().equals(told)) {
      return Optional.empty();
    }
    try {
      TableVersion version = ofEpoch(message.getVersion());
      TableHash hash = RoutingWire.tableHash(message.getTableHash());
      if (current == null || !current.version().equals(version)) {
        return isServed(version, hash)
            ? Optional.of(acknowledged())
            : Optional.of(
                refused(
                    message.getVersion(),
                    new RoutingRefusal(Code.CHUNKS_MISSING, "the begin of the sync is missing")));
      }
      RoutingChange change = current.end(message.getChunkCount());
      return Optional.of(take(version, current.base(), change, hash));
    } catch (MalformedException e) {
      return Optional.of(refused(message.getVersion(), e.refusal()));
    }
  }

  private TableVersion ofEpoch(StateVersion message) throws MalformedException {
    TableVersion version = RoutingWire.version(message);
    if (version.epoch() != epoch) {
      throw MalformedException.invalid(
          "the version is of epoch " + version.epoch() + ", the feed of " + epoch);
    }
    return version;
  }

  // ------------------------------------------------------------------ what becomes of it

  private boolean isServed(TableVersion version, TableHash hash) {
    return place
        .served()
        .filter(served -> served.version().equals(version) && served.table().hash().equals(hash))
        .isPresent();
  }

  private RoutingAck take(
      TableVersion version, Optional<TableVersion> base, RoutingChange change, TableHash hash)
      throws IOException {
    StateVersion named = RoutingWire.version(version);
    Optional<TableVersion> current = place.served().map(Served::version);
    if (base.isPresent() && !base.equals(current)) {
      String sentence = "it builds on " + base.get() + ", but served is " + current;
      return refused(named, new RoutingRefusal(Code.BASE_UNKNOWN, sentence));
    }
    // A full sync may bring the served version once more, where the hashes were not the same.
    boolean old =
        current
            .filter(served -> base.isPresent() ? !version.isAfter(served) : served.isAfter(version))
            .isPresent();
    if (old) {
      String sentence = version + " is not after " + current + ", which is served";
      return refused(named, new RoutingRefusal(Code.VERSION_OLD, sentence));
    }
    RoutingTable from =
        base.isPresent() ? place.served().map(Served::table).orElseThrow() : RoutingTable.empty();
    return switch (from.apply(change, abilities)) {
      case TableOutcome.Refused(RoutingRefusal refusal) -> refused(named, refusal);
      case TableOutcome.Made(RoutingTable table) -> serve(new Served(version, table), hash);
    };
  }

  private RoutingAck serve(Served next, TableHash hash) throws IOException {
    if (!next.table().hash().equals(hash)) {
      return refused(
          RoutingWire.version(next.version()),
          new RoutingRefusal(
              Code.HASH_MISMATCH, "the table comes to " + next.table().hash().hex()));
    }
    place.serve(next);
    return acknowledged();
  }

  private RoutingAck acknowledged() {
    return RoutingWire.served(place.served().orElseThrow(), place.problems());
  }

  private RoutingAck refused(StateVersion version, RoutingRefusal refusal) {
    return RoutingWire.refusal(version, place.served(), refusal);
  }
}
