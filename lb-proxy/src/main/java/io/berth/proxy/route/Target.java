package io.berth.proxy.route;

/**
 * One registration of an address in a group. A changed address or port is a new target.
 *
 * @param address an IP address as text; never a name that somebody would have to resolve
 * @param weight its share in relation to the other targets of the group
 */
public record Target(TargetId id, String address, int port, TargetState state, int weight) {}
