package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredService;
import io.berth.proto.state.StoredServiceActive;
import io.berth.proto.state.StoredServiceDraining;
import io.berth.proto.state.StoredServiceInactive;
import io.berth.proto.state.TagsFrom;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.ServiceWish;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.Map;
import java.util.Optional;

/** Services on disk: cluster, name =&gt; StoredService. */
final class ServiceCodec implements RowCodec<ServiceId, Service> {
  private static final Names<ServiceWish.TagSource, TagsFrom> TAGS =
      Names.of(
          ServiceWish.TagSource.class,
          Map.of(
              ServiceWish.TagSource.NONE, TagsFrom.TAGS_FROM_NONE,
              ServiceWish.TagSource.DEFINITION, TagsFrom.TAGS_FROM_DEFINITION,
              ServiceWish.TagSource.SERVICE, TagsFrom.TAGS_FROM_SERVICE));

  @Override
  public int family() {
    return 13;
  }

  @Override
  public Table<ServiceId, Service> table() {
    return Tables.SERVICES;
  }

  @Override
  public byte[] key(ServiceId key) {
    return Keys.inFamily(family()).text(key.cluster().text()).text(key.name()).bytes();
  }

  @Override
  public byte[] encode(Service row) {
    ServiceWish wish = row.wish();
    StoredService.Builder stored =
        StoredService.newBuilder()
            .setCluster(row.id().cluster().text())
            .setName(row.id().name())
            .setDesiredCount(wish.desiredCount())
            .setMinimumHealthyPercent(wish.rolling().minimumHealthyPercent())
            .setMaximumPercent(wish.rolling().maximumPercent())
            .addAllStrategies(Preferences.storedStrategies(wish.strategies()))
            .addAllSpreadAttributes(Preferences.spreadAttributes(wish.strategies()))
            .addAllConstraints(Preferences.storedConstraints(wish.constraints()))
            .setTagsFrom(TAGS.stored(wish.tagSource()))
            .setLaunchType(wish.launchType())
            .setCreatedAt(Times.stored(row.origin().createdAt()))
            .putAllTags(row.tags())
            .setDeployments(row.progress().deployments())
            .setEvents(row.progress().events())
            .setLeases(row.progress().leases());
    wish.healthGrace().map(Times::stored).ifPresent(stored::setHealthGrace);
    row.origin()
        .token()
        .ifPresent(token -> stored.setClientToken(token.text()).setRequest(token.request().hex()));
    row.progress().steadySaidAt().map(Times::stored).ifPresent(stored::setSteadySaidAt);
    row.progress()
        .complaint()
        .ifPresent(complaint ->
            stored.setComplaint(complaint.message()).setComplaintAt(Times.stored(complaint.at())));
    Asks.stored(row.asked()).ifPresent(stored::setAsked);
    store(row.state(), stored);
    return stored.build().toByteArray();
  }

  @Override
  public Service decode(byte[] value) throws InvalidProtocolBufferException {
    StoredService stored = StoredService.parseFrom(value);
    return new Service(
        new ServiceId(new ClusterName(stored.getCluster()), stored.getName()),
        state(stored),
        wish(stored),
        progress(stored),
        new Service.Origin(Times.instant(stored.getCreatedAt()), token(stored)),
        Asks.ask(stored.hasAsked(), stored.getAsked(), Times.instant(stored.getCreatedAt())),
        stored.getTagsMap());
  }

  private static void store(Service.State state, StoredService.Builder into) {
    switch (state) {
      case Service.State.Active() -> into.setActive(StoredServiceActive.getDefaultInstance());
      case Service.State.Draining() -> into.setDraining(StoredServiceDraining.getDefaultInstance());
      case Service.State.Inactive(var since) ->
          into.setInactive(StoredServiceInactive.newBuilder().setSince(Times.stored(since)));
    }
  }

  private static Service.State state(StoredService stored) throws InvalidProtocolBufferException {
    return switch (stored.getStateCase()) {
      case ACTIVE -> new Service.State.Active();
      case DRAINING -> new Service.State.Draining();
      case INACTIVE -> new Service.State.Inactive(Times.instant(stored.getInactive().getSince()));
      case STATE_NOT_SET -> throw Unreadable.value(stored.getStateCase());
    };
  }

  private static ServiceWish wish(StoredService stored) throws InvalidProtocolBufferException {
    return new ServiceWish(
        stored.getDesiredCount(),
        new Rolling(stored.getMinimumHealthyPercent(), stored.getMaximumPercent()),
        Preferences.strategies(stored.getStrategiesList(), stored.getSpreadAttributesList()),
        Preferences.constraints(stored.getConstraintsList()),
        stored.hasHealthGrace()
            ? Optional.of(Times.duration(stored.getHealthGrace()))
            : Optional.empty(),
        TAGS.model(stored.getTagsFrom()),
        stored.getLaunchType());
  }

  private static Service.Progress progress(StoredService stored) {
    return new Service.Progress(
        stored.getDeployments(),
        stored.getEvents(),
        Times.instant(stored.hasSteadySaidAt(), stored.getSteadySaidAt()),
        stored.hasComplaintAt()
            ? Optional.of(
                new Service.Complaint(
                    stored.getComplaint(), Times.instant(stored.getComplaintAt())))
            : Optional.empty(),
        stored.getLeases());
  }

  private static Optional<Service.Token> token(StoredService stored) {
    return stored.getClientToken().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Service.Token(stored.getClientToken(), new Fingerprint(stored.getRequest())));
  }
}
