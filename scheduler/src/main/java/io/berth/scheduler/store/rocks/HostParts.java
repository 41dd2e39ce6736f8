package io.berth.scheduler.store.rocks;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.ContainerEngineKind;
import io.berth.proto.state.CpuArchitecture;
import io.berth.proto.state.EngineState;
import io.berth.proto.state.ImagePull;
import io.berth.proto.state.StoredContact;
import io.berth.proto.state.StoredDevice;
import io.berth.proto.state.StoredHostFacts;
import io.berth.proto.state.StoredUnrest;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.HostFacts;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What hosts say of themselves and how they are reached, in stored form. */
final class HostParts {
  private static final Names<HostFacts.Architecture, CpuArchitecture> ARCHITECTURES =
      Names.of(
          HostFacts.Architecture.class,
          Map.of(
              HostFacts.Architecture.X86_64, CpuArchitecture.CPU_ARCHITECTURE_X86_64,
              HostFacts.Architecture.ARM64, CpuArchitecture.CPU_ARCHITECTURE_ARM64));

  private static final Names<HostFacts.Engine, ContainerEngineKind> ENGINES =
      Names.of(
          HostFacts.Engine.class,
          Map.of(
              HostFacts.Engine.DOCKER, ContainerEngineKind.CONTAINER_ENGINE_KIND_DOCKER,
              HostFacts.Engine.PODMAN, ContainerEngineKind.CONTAINER_ENGINE_KIND_PODMAN));

  private static final Names<HostFacts.PullBehaviour, ImagePull> PULLS =
      Names.of(
          HostFacts.PullBehaviour.class,
          Map.of(
              HostFacts.PullBehaviour.PULL_OR_CACHED, ImagePull.IMAGE_PULL_OR_CACHED,
              HostFacts.PullBehaviour.ALWAYS, ImagePull.IMAGE_PULL_ALWAYS,
              HostFacts.PullBehaviour.ONCE, ImagePull.IMAGE_PULL_ONCE,
              HostFacts.PullBehaviour.PREFER_CACHED, ImagePull.IMAGE_PULL_PREFER_CACHED));

  private static final Names<Contact.Availability, EngineState> AVAILABILITIES =
      Names.of(
          Contact.Availability.class,
          Map.of(
              Contact.Availability.AVAILABLE, EngineState.ENGINE_STATE_AVAILABLE,
              Contact.Availability.SLOW, EngineState.ENGINE_STATE_SLOW,
              Contact.Availability.UNAVAILABLE, EngineState.ENGINE_STATE_UNAVAILABLE));

  private HostParts() {}

  static StoredHostFacts stored(HostFacts facts) {
    return StoredHostFacts.newBuilder()
        .setRegistered(Amounts.stored(facts.registered()))
        .setDynamicFirst(facts.dynamicPorts().first())
        .setDynamicLast(facts.dynamicPorts().last())
        .addAllReservedPorts(facts.reservedPorts().stream().map(Amounts::stored).toList())
        .addAllAddresses(facts.addresses())
        .addAllDevices(facts.devices().stream().map(HostParts::stored).toList())
        .putAllAttributes(facts.attributes())
        .setHostName(facts.machine().hostName())
        .setOsName(facts.machine().osName())
        .setArchitecture(ARCHITECTURES.stored(facts.machine().architecture()))
        .setKernelRelease(facts.machine().kernelRelease())
        .setCgroupVersion(facts.machine().cgroupVersion())
        .setAgentVersion(facts.software().agentVersion())
        .setEngine(ENGINES.stored(facts.software().engine()))
        .setEngineVersion(facts.software().engineVersion())
        .setEngineApiVersion(facts.software().engineApiVersion())
        .setDefaultStopTimeout(Times.stored(facts.defaults().stopTimeout()))
        .setDefaultPull(PULLS.stored(facts.defaults().pullBehaviour()))
        .addAllFeatures(facts.features().stream().sorted().toList())
        .build();
  }

  static HostFacts facts(StoredHostFacts stored) throws InvalidProtocolBufferException {
    return new HostFacts(
        Amounts.resources(stored.getRegistered()),
        new HostFacts.PortRange(stored.getDynamicFirst(), stored.getDynamicLast()),
        Amounts.ports(stored.getReservedPortsList()),
        stored.getAddressesList(),
        stored.getDevicesList().stream().map(HostParts::device).toList(),
        stored.getAttributesMap(),
        new HostFacts.Machine(
            stored.getHostName(),
            stored.getOsName(),
            ARCHITECTURES.model(stored.getArchitecture()),
            stored.getKernelRelease(),
            stored.getCgroupVersion()),
        new HostFacts.Software(
            stored.getAgentVersion(),
            ENGINES.model(stored.getEngine()),
            stored.getEngineVersion(),
            stored.getEngineApiVersion()),
        new HostFacts.Defaults(
            Times.duration(stored.getDefaultStopTimeout()), PULLS.model(stored.getDefaultPull())),
        Set.copyOf(stored.getFeaturesList()));
  }

  static StoredContact stored(Contact contact) {
    StoredContact.Builder stored =
        StoredContact.newBuilder()
            .setSession(contact.session())
            .setBootId(contact.incarnation().bootId())
            .setJournalId(ByteString.copyFrom(contact.incarnation().journalId().toArray()))
            .setStartCounter(contact.incarnation().startCounter())
            .setEngine(AVAILABILITIES.stored(contact.engine().availability()))
            .setEngineSince(Times.stored(contact.engine().since()))
            .setEngineSentence(contact.engine().sentence());
    switch (contact.link()) {
      case Contact.Link.Connected(var since) ->
          stored.setConnected(true).setLinkSince(Times.stored(since));
      case Contact.Link.Silent(var since) ->
          stored.setConnected(false).setLinkSince(Times.stored(since));
      case Contact.Link.Lost(var since, var at) ->
          stored.setConnected(false).setLinkSince(Times.stored(since)).setLostAt(Times.stored(at));
    }
    if (contact.unrest().returns() > 0) {
      stored.setUnrest(stored(contact.unrest()));
    }
    return stored.build();
  }

  static Contact contact(StoredContact stored) throws InvalidProtocolBufferException {
    return new Contact(
        stored.getSession(),
        new Contact.Incarnation(
            stored.getBootId(),
            Bytes.of(stored.getJournalId().toByteArray()),
            stored.getStartCounter()),
        link(stored),
        new Contact.Engine(
            AVAILABILITIES.model(stored.getEngine()),
            Times.instant(stored.getEngineSince()),
            stored.getEngineSentence()),
        stored.hasUnrest() ? unrest(stored.getUnrest()) : Contact.Unrest.NONE);
  }

  private static Contact.Link link(StoredContact stored) {
    var since = Times.instant(stored.getLinkSince());
    if (stored.getConnected()) {
      return new Contact.Link.Connected(since);
    }
    return stored.hasLostAt()
        ? new Contact.Link.Lost(since, Times.instant(stored.getLostAt()))
        : new Contact.Link.Silent(since);
  }

  private static StoredUnrest stored(Contact.Unrest unrest) {
    StoredUnrest.Builder stored =
        StoredUnrest.newBuilder()
            .setReturns(unrest.returns())
            .setLastReturn(Times.stored(unrest.lastReturn()));
    unrest.restUntil().map(Times::stored).ifPresent(stored::setRestUntil);
    return stored.build();
  }

  private static Contact.Unrest unrest(StoredUnrest stored) {
    return new Contact.Unrest(
        stored.getReturns(),
        Times.instant(stored.getLastReturn()),
        stored.hasRestUntil()
            ? Optional.of(Times.instant(stored.getRestUntil()))
            : Optional.empty());
  }

  private static StoredDevice stored(HostFacts.Device device) {
    return StoredDevice.newBuilder()
        .setId(device.id())
        .setKind(device.kind())
        .setModel(device.model())
        .setMemoryBytes(device.memoryBytes())
        .build();
  }

  private static HostFacts.Device device(StoredDevice stored) {
    return new HostFacts.Device(
        stored.getId(), stored.getKind(), stored.getModel(), stored.getMemoryBytes());
  }
}
