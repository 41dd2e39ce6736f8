package io.berth.scheduler.model;

/** What the first start fixed for ever, because it is part of every name that was given out. */
public record Installation(String account, String region) {
  /** There is one installation to a state. */
  public static final String ID = "installation";

  public Installation {
    Require.identifier(account, "account");
    Require.identifier(region, "region");
  }
}
