package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredClientToken;
import io.berth.scheduler.model.ClientToken;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;

/** Remembered answers on disk: cluster, token =&gt; StoredClientToken. */
final class ClientTokenCodec implements RowCodec<ClientToken.Key, ClientToken> {

  @Override
  public int family() {
    return 11;
  }

  @Override
  public Table<ClientToken.Key, ClientToken> table() {
    return Tables.CLIENT_TOKENS;
  }

  @Override
  public byte[] key(ClientToken.Key key) {
    return Keys.inFamily(family()).text(key.cluster().text()).text(key.token()).bytes();
  }

  @Override
  public byte[] encode(ClientToken row) {
    StoredClientToken.Builder stored =
        StoredClientToken.newBuilder()
            .setCluster(row.key().cluster().text())
            .setToken(row.key().token())
            .setRequest(row.request().hex())
            .setAt(Times.stored(row.at()));
    for (TaskId task : row.tasks()) {
      stored.addTaskIds(task.high()).addTaskIds(task.low());
    }
    return stored.build().toByteArray();
  }

  @Override
  public ClientToken decode(byte[] value) throws InvalidProtocolBufferException {
    StoredClientToken stored = StoredClientToken.parseFrom(value);
    List<TaskId> tasks = new ArrayList<>();
    for (int at = 0; at + 1 < stored.getTaskIdsCount(); at += 2) {
      tasks.add(new TaskId(stored.getTaskIds(at), stored.getTaskIds(at + 1)));
    }
    return new ClientToken(
        new ClientToken.Key(new ClusterName(stored.getCluster()), stored.getToken()),
        new Fingerprint(stored.getRequest()),
        tasks,
        Times.instant(stored.getAt()));
  }
}
