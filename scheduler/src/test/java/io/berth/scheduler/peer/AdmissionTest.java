package io.berth.scheduler.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proto.common.RefusalCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** So many are let in at once, and the others hear when to come again. */
final class AdmissionTest {
  private final Admission admission = new Admission(2, Duration.ofMillis(1));

  @Test
  void onlySoManyAreInAtOnce() throws InterruptedException {
    assertTrue(admission.enter());
    assertTrue(admission.enter());
    assertFalse(admission.enter());
  }

  @Test
  void placeThatIsGivenBackIsTheNextOnes() throws InterruptedException {
    assertTrue(admission.enter());
    assertTrue(admission.enter());
    admission.leave();
    assertTrue(admission.enter());
  }

  @Test
  void whoeverIsSentAwayHearsWhenToComeAgain() {
    assertEquals(RefusalCode.REFUSAL_CODE_BUSY, admission.full().getCode());
    assertTrue(admission.full().getRetryAfterMs() >= 2_000);
  }
}
