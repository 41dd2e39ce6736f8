package io.berth.scheduler.session;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.HostId;
import java.net.InetAddress;

/** Whose stream a session serves, as its certificate and its connection have proven. */
record Visitor(
    HostId host, ClusterName cluster, InetAddress address, Mailbox mailbox, Presence presence) {}
