package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.assertRefused;
import static io.berth.scheduler.control.ControlWorld.done;
import static io.berth.scheduler.control.ControlWorld.shape;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How far the revisions of a family go. */
class DefinitionCommandsTest {
  private final ControlWorld world = new ControlWorld();
  private final DefinitionCommands commands = new DefinitionCommands(world.store, world::now);

  @Test
  void familyEndsWithItsMillionthRevision() {
    world.store.update(
        Lane.API,
        tx -> {
          tx.update(Tables.FAMILIES, new DefinitionFamily("web", 999_999));
          return true;
        });

    assertEquals(
        new DefinitionId("web", 1_000_000),
        done(commands.register("web", "{}", shape(1, 1), Map.of())).id());
    assertRefused(
        Refusal.Code.TOO_MANY_REVISIONS, commands.register("web", "{}", shape(1, 1), Map.of()));
    assertEquals(1, done(commands.register("other", "{}", shape(1, 1), Map.of())).id().revision());
  }
}
