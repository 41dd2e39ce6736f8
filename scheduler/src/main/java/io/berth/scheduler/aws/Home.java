package io.berth.scheduler.aws;

/** Account and region of this installation, fixed at its first start and part of each ARN. */
public record Home(String account, String region) {}
