package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredAction;
import io.berth.proto.state.StoredForward;
import io.berth.proto.state.StoredShare;
import io.berth.scheduler.model.Action;
import io.berth.scheduler.model.TargetGroupId;
import java.util.List;

/** What is done with requests, in stored form; listeners and rules hold it. */
final class Actions {
  private Actions() {}

  static StoredAction stored(Action action) {
    return switch (action) {
      case Action.Forward(var shares) ->
          StoredAction.newBuilder()
              .setForward(
                  StoredForward.newBuilder()
                      .addAllShares(shares.stream().map(Actions::stored).toList()))
              .build();
    };
  }

  static Action action(StoredAction stored) throws InvalidProtocolBufferException {
    return switch (stored.getActionCase()) {
      case FORWARD -> forward(stored.getForward());
      case ACTION_NOT_SET -> throw Unreadable.value(stored.getActionCase());
    };
  }

  private static StoredShare stored(Action.Share share) {
    return StoredShare.newBuilder()
        .setGroupId(share.group().bits())
        .setWeight(share.weight())
        .build();
  }

  private static Action forward(StoredForward stored) {
    List<Action.Share> shares =
        stored.getSharesList().stream()
            .map(
                share -> new Action.Share(new TargetGroupId(share.getGroupId()), share.getWeight()))
            .toList();
    return new Action.Forward(shares);
  }
}
