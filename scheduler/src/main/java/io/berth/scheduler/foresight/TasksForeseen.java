package io.berth.scheduler.foresight;

/**
 * What RunTask would do.
 *
 * @param isDoneAlready whether it was done under the same client token: it would be answered again
 */
public record TasksForeseen(Foreseen foreseen, boolean isDoneAlready) {}
