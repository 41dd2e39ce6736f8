package io.berth.proxy.http;

import io.netty.channel.Channel;

/** What the steps of one client's connection share. */
record ClientParts(
    Channel channel,
    ClientOrigin origin,
    ReadGate gate,
    AnswerEncoder encoder,
    SerialHandler serial,
    ClientDeadline deadline) {}
