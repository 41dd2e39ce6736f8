package io.berth.scheduler.peer;

import com.google.protobuf.ByteString;
import io.berth.proto.common.Incarnation;
import io.berth.scheduler.model.Contact;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the hellos of all peers have in common. */
public final class HelloWire {
  private static final Pattern FEATURE = Pattern.compile("[a-z0-9.-]{1,64}");
  private static final int MOST_FEATURES = 256;
  private static final Pattern BOOT_ID = Pattern.compile("[0-9a-f-]{36}");
  private static final int JOURNAL_ID_BYTES = 16;
  private static final int LONGEST_TOKEN = 128;

  private HelloWire() {}

  public static Contact.Incarnation incarnation(Incarnation wire) throws ContractBrokenException {
    if (!BOOT_ID.matcher(wire.getBootId()).matches()) {
      throw new ContractBrokenException("the boot id has another form than the kernel's");
    }
    if (wire.getJournalId().size() != JOURNAL_ID_BYTES) {
      throw new ContractBrokenException("the journal id has not 16 bytes");
    }
    long counter = Bounds.range(wire.getStartCounter(), 1, Long.MAX_VALUE, "the start counter");
    return new Contact.Incarnation(
        wire.getBootId(), IdentityWire.bytes(wire.getJournalId()), counter);
  }

  public static Set<String> features(List<String> features) throws ContractBrokenException {
    Bounds.count(features.size(), MOST_FEATURES, "features");
    for (String feature : features) {
      if (!FEATURE.matcher(feature).matches()) {
        throw new ContractBrokenException(
            "a feature is not 1 to 64 lower-case letters, digits, dots and hyphens");
      }
    }
    return Set.copyOf(features);
  }

  public static ByteString clockNonce(ByteString nonce) throws ContractBrokenException {
    if (!IdentityWire.isClockNonce(nonce)) {
      throw new ContractBrokenException("a clock nonce has 16 to 64 bytes");
    }
    return nonce;
  }

  public static String rejoinToken(String token) throws ContractBrokenException {
    return Bounds.text(token, LONGEST_TOKEN, "the rejoin token");
  }
}
