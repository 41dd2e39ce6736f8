package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredAsk;
import io.berth.proto.state.StoredAskOfScheduler;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import java.time.Instant;
import java.util.Optional;

/** Who asked for something, in stored form; nothing is stored of what is not known. */
final class Asks {
  private Asks() {}

  static Optional<StoredAsk> stored(Ask ask) {
    StoredAsk.Builder stored =
        StoredAsk.newBuilder().setCall(ask.call()).setAt(Times.stored(ask.at()));
    return switch (ask.by()) {
      case Asker.Key(var id) -> Optional.of(stored.setAccessKeyId(id.text()).build());
      case Asker.Itself() ->
          Optional.of(stored.setScheduler(StoredAskOfScheduler.getDefaultInstance()).build());
      case Asker.Unknown() -> Optional.empty();
    };
  }

  /** What stands in an optional field of something that was made at this time. */
  static Ask ask(boolean present, StoredAsk stored, Instant madeAt)
      throws InvalidProtocolBufferException {
    if (!present) {
      return Ask.unknown(madeAt);
    }
    Asker by =
        switch (stored.getByCase()) {
          case ACCESS_KEY_ID -> new Asker.Key(new AccessKeyId(stored.getAccessKeyId()));
          case SCHEDULER -> new Asker.Itself();
          case BY_NOT_SET -> throw Unreadable.value(stored.getByCase());
        };
    return new Ask(stored.getCall(), by, Times.instant(stored.getAt()));
  }
}
