package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.DefinitionStatus;
import io.berth.proto.state.StoredDefinition;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;

/** Task definitions on disk: family, revision =&gt; StoredDefinition. */
final class DefinitionCodec implements RowCodec<DefinitionId, TaskDefinition> {

  @Override
  public int family() {
    return 4;
  }

  @Override
  public Table<DefinitionId, TaskDefinition> table() {
    return Tables.DEFINITIONS;
  }

  @Override
  public byte[] key(DefinitionId key) {
    return Keys.inFamily(family()).text(key.family()).intNumber(key.revision()).bytes();
  }

  @Override
  public byte[] encode(TaskDefinition row) {
    StoredDefinition.Builder stored =
        StoredDefinition.newBuilder()
            .setFamily(row.id().family())
            .setRevision(row.id().revision())
            .setStatus(stored(row.status()))
            .setDocument(row.document())
            .setShape(Amounts.stored(row.shape()))
            .setRegisteredAt(Times.stored(row.registeredAt()))
            .putAllTags(row.tags());
    row.deregisteredAt().map(Times::stored).ifPresent(stored::setDeregisteredAt);
    return stored.build().toByteArray();
  }

  @Override
  public TaskDefinition decode(byte[] value) throws InvalidProtocolBufferException {
    StoredDefinition stored = StoredDefinition.parseFrom(value);
    return new TaskDefinition(
        new DefinitionId(stored.getFamily(), stored.getRevision()),
        status(stored.getStatus()),
        stored.getDocument(),
        Amounts.shape(stored.getShape()),
        Times.instant(stored.getRegisteredAt()),
        Times.instant(stored.hasDeregisteredAt(), stored.getDeregisteredAt()),
        stored.getTagsMap());
  }

  private static DefinitionStatus stored(TaskDefinition.Status status) {
    return switch (status) {
      case ACTIVE -> DefinitionStatus.DEFINITION_STATUS_ACTIVE;
      case INACTIVE -> DefinitionStatus.DEFINITION_STATUS_INACTIVE;
      case DELETE_IN_PROGRESS -> DefinitionStatus.DEFINITION_STATUS_DELETE_IN_PROGRESS;
    };
  }

  private static TaskDefinition.Status status(DefinitionStatus stored)
      throws InvalidProtocolBufferException {
    return switch (stored) {
      case DEFINITION_STATUS_ACTIVE -> TaskDefinition.Status.ACTIVE;
      case DEFINITION_STATUS_INACTIVE -> TaskDefinition.Status.INACTIVE;
      case DEFINITION_STATUS_DELETE_IN_PROGRESS -> TaskDefinition.Status.DELETE_IN_PROGRESS;
      case DEFINITION_STATUS_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.value(stored);
    };
  }
}
