package io.berth.scheduler.api;

import com.google.protobuf.Timestamp;
import io.berth.proto.control.DescribeHostResponse;
import io.berth.proto.control.ViewedBrake;
import io.berth.proto.control.ViewedDevice;
import io.berth.proto.control.ViewedEngineState;
import io.berth.proto.control.ViewedHost;
import io.berth.proto.control.ViewedHostDetails;
import io.berth.proto.control.ViewedHostLink;
import io.berth.proto.control.ViewedHostState;
import io.berth.proto.control.ViewedHostTask;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostLoad;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Hosts as our own API shows them. */
record HostViewWire(ReadTx state, Arns arns) {
  private static final int MOST_TASKS = 100;

  ViewedHost host(Host host) {
    HostFacts facts = host.facts();
    HostLoad load = state.sum(Tables.TASKS, Tables.LOAD_OF_HOST, host.id());
    Resources free = facts.registered().lessAtMost(load.taken());
    ViewedHost.Builder shown =
        ViewedHost.newBuilder()
            .setHostId(host.id().text())
            .setArn(arns.host(host.cluster(), host.id()))
            .setName(facts.machine().hostName())
            .setCluster(host.cluster().text())
            .setState(state(host.status()))
            .addAllAddresses(facts.addresses())
            .setAgentVersion(facts.software().agentVersion())
            .setEngine(facts.software().engine().name().toLowerCase(Locale.ROOT))
            .setEngineVersion(facts.software().engineVersion())
            .setEngineState(engine(host.contact().engine().availability()))
            .setCpuUnits(facts.registered().cpuUnits())
            .setFreeCpuUnits(free.cpuUnits())
            .setMemoryMib(facts.registered().memoryMib())
            .setFreeMemoryMib(free.memoryMib())
            .setRunningTasks(load.tasks().running())
            .setPendingTasks(load.tasks().pending());
    shown.addAllNotes(notes(host.contact()));
    switch (host.contact().link()) {
      case Contact.Link.Connected(var since) ->
          shown.setLink(ViewedHostLink.VIEWED_HOST_LINK_CONNECTED).setLinkSince(time(since));
      case Contact.Link.Silent(var since) ->
          shown.setLink(ViewedHostLink.VIEWED_HOST_LINK_SILENT).setLinkSince(time(since));
      case Contact.Link.Lost(var since, _) ->
          shown.setLink(ViewedHostLink.VIEWED_HOST_LINK_LOST).setLinkSince(time(since));
    }
    return shown.build();
  }

  /** Whatever else keeps tasks off the host is said here. */
  static ViewedBrake brake(Cluster.Brake brake) {
    return ViewedBrake.newBuilder()
        .setSince(time(brake.since()))
        .setSilent(brake.silent())
        .setHosts(brake.hosts())
        .build();
  }

  private static List<String> notes(Contact contact) {
    return contact.unrest().restUntil().stream()
        .map(until -> "rests until " + until + ", back " + contact.unrest().returns() + " times")
        .toList();
  }

  private static ViewedHostState state(Host.Status status) {
    return switch (status) {
      case ACTIVE -> ViewedHostState.VIEWED_HOST_STATE_ACTIVE;
      case DRAINING -> ViewedHostState.VIEWED_HOST_STATE_DRAINING;
      case SHUTTING_DOWN -> ViewedHostState.VIEWED_HOST_STATE_SHUTTING_DOWN;
      case INACTIVE -> ViewedHostState.VIEWED_HOST_STATE_INACTIVE;
    };
  }

  private static ViewedEngineState engine(Contact.Availability availability) {
    return switch (availability) {
      case AVAILABLE -> ViewedEngineState.VIEWED_ENGINE_STATE_AVAILABLE;
      case SLOW -> ViewedEngineState.VIEWED_ENGINE_STATE_SLOW;
      case UNAVAILABLE -> ViewedEngineState.VIEWED_ENGINE_STATE_UNAVAILABLE;
    };
  }

  // ------------------------------------------------------------------------------ one host

  DescribeHostResponse described(Host host) {
    List<Task> services = new ArrayList<>();
    List<Task> others = new ArrayList<>();
    for (Task task : state.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host.id())) {
      if (!task.isOver()) {
        (task.order().membership().isPresent() ? services : others).add(task);
      }
    }
    services.sort(Comparator.comparing(task -> !task.isWanted()));
    DescribeHostResponse.Builder response =
        DescribeHostResponse.newBuilder()
            .setHost(host(host))
            .setDetails(details(host))
            .setServiceTasks(services.size())
            .setOtherTasks(others.size());
    HostStays stays = new HostStays(state, host);
    services.addAll(others);
    services.stream().limit(MOST_TASKS).forEach(task -> response.addTasks(task(task, stays)));
    return response.build();
  }

  private static ViewedHostTask task(Task task, HostStays stays) {
    return ViewedHostTask.newBuilder()
        .setTaskId(task.id().text())
        .setService(
            task.order().membership().map(Membership::service).map(id -> id.name()).orElse(""))
        .setTaskDefinition(task.order().definition().toString())
        .setLastStatus(task.status().name())
        .setDesiredStatus(task.isWanted() ? "RUNNING" : "STOPPED")
        .setStays(stays.because(task))
        .build();
  }

  private ViewedHostDetails details(Host host) {
    HostFacts facts = host.facts();
    Contact contact = host.contact();
    HostLoad load = state.sum(Tables.TASKS, Tables.LOAD_OF_HOST, host.id());
    ViewedHostDetails.Builder shown =
        ViewedHostDetails.newBuilder()
            .setRegisteredAt(time(host.registeredAt()))
            .setVersion(host.version())
            .setOsName(facts.machine().osName())
            .setKernelRelease(facts.machine().kernelRelease())
            .setArchitecture(facts.machine().architecture().word())
            .setCgroupVersion(facts.machine().cgroupVersion())
            .setBootId(contact.incarnation().bootId())
            .setSessions(contact.session())
            .setEngineSince(time(contact.engine().since()))
            .setEngineSentence(contact.engine().sentence())
            .setDynamicPorts(facts.dynamicPorts().first() + "-" + facts.dynamicPorts().last())
            .addAllReservedPorts(ports(facts.reservedPorts()))
            .addAllTakenPorts(ports(load.staticPorts()))
            .putAllAttributes(host.attributes())
            .putAllTags(host.tags());
    for (HostFacts.Device device : facts.devices()) {
      shown.addDevices(
          ViewedDevice.newBuilder()
              .setDeviceId(device.id())
              .setKind(device.kind())
              .setModel(device.model())
              .setTaken(load.devices().contains(device.id())));
    }
    return shown.build();
  }

  private static List<String> ports(Collection<HostPort> ports) {
    return ports.stream()
        .sorted(Comparator.comparing(HostPort::protocol).thenComparingInt(HostPort::number))
        .map(port -> port.number() + "/" + port.protocol().name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
