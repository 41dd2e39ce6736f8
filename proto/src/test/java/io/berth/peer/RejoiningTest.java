package io.berth.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.peer.Rejoining.Advice;
import io.berth.proto.common.RefusalCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fresh token is used where it helps, and once. */
class RejoiningTest {
  private static final Optional<Joining.Ticket> TICKET =
      Optional.of(new Joining.Ticket("fresh", "00".repeat(32), "host-1"));
  private final Rejoining rejoining = new Rejoining(TICKET, () -> {});

  private static Ending refused(RefusalCode code) {
    return new Ending.Refused(code, "no", Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(
      value = RefusalCode.class,
      names = {"REFUSAL_CODE_IDENTITY_UNKNOWN", "REFUSAL_CODE_IDENTITY_REVOKED"})
  void hostWithoutAGoodIdentityJoinsAnewOnce(RefusalCode code) {
    assertEquals(Advice.JOIN_ANEW, rejoining.after(refused(code)));
    assertEquals(Advice.WAIT, rejoining.after(refused(code)));
    assertEquals(Optional.empty(), rejoining.token());
  }

  @Test
  void tokenIsShownInOneHelloAlone() {
    Ending seated = refused(RefusalCode.REFUSAL_CODE_SECOND_STREAM);
    assertEquals(Optional.empty(), rejoining.token());
    assertEquals(Advice.SHOW_TOKEN, rejoining.after(seated));
    assertEquals(Optional.of("fresh"), rejoining.token());
    assertEquals(Optional.empty(), rejoining.token());
    assertEquals(Advice.WAIT, rejoining.after(seated));
    assertEquals(Optional.empty(), rejoining.token());
  }

  @ParameterizedTest
  @EnumSource(
      value = RefusalCode.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "REFUSAL_CODE_IDENTITY_UNKNOWN",
        "REFUSAL_CODE_IDENTITY_REVOKED",
        "REFUSAL_CODE_SECOND_STREAM"
      })
  void noOtherRefusalIsHelpedByAToken(RefusalCode code) {
    assertEquals(Advice.WAIT, rejoining.after(refused(code)));
    assertEquals(Advice.WAIT, rejoining.after(new Ending.Cut("cable")));
  }

  @ParameterizedTest
  @EnumSource(RefusalCode.class)
  void hostWithoutATokenWaits(RefusalCode code) {
    var without = new Rejoining(Optional.empty(), () -> {});
    assertEquals(Advice.WAIT, without.after(refused(code)));
    assertEquals(Optional.empty(), without.token());
  }
}
