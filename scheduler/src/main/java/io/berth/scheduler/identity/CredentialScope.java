package io.berth.scheduler.identity;

import io.berth.scheduler.model.AccessKeyId;

/**
 * What a signature was made for: a key, a day, a region and a service. The region may be any, since
 * clients keep the one that they are configured with.
 */
public record CredentialScope(AccessKeyId key, String date, String region, String service) {
  static final String TERMINATOR = "aws4_request";

  /** The scope without the key, as it is signed. */
  String signedForm() {
    return date + "/" + region + "/" + service + "/" + TERMINATOR;
  }
}
