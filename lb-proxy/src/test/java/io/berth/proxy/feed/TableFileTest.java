package io.berth.proxy.feed;

import static io.berth.proxy.route.Tables.balancer;
import static io.berth.proxy.route.Tables.forward;
import static io.berth.proxy.route.Tables.group;
import static io.berth.proxy.route.Tables.host;
import static io.berth.proxy.route.Tables.listener;
import static io.berth.proxy.route.Tables.path;
import static io.berth.proxy.route.Tables.rule;
import static io.berth.proxy.route.Tables.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.berth.proxy.feed.TableFile.Found;
import io.berth.proxy.route.Abilities;
import io.berth.proxy.route.Protocol;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.TableVersion;
import io.berth.proxy.route.Tables;
import io.berth.proxy.route.TargetState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table on disk: it comes back whole, or it does not come back. */
final class TableFileTest {
  private static final RoutingTable TABLE =
      Tables.table(
          List.of(balancer("web", 1), balancer("shop", 2)),
          List.of(
              listener(
                  "web-80",
                  Tables.at("web", 80),
                  forward("a", "b"),
                  rule(1, "b", host("*.x.org", "y.org"), path("/b/*"))),
              listener("shop-80", Tables.at("shop", 80), forward("b"))),
          List.of(
              group(
                  "a",
                  target("t1", 1),
                  target("t2", 2, TargetState.DRAINING),
                  target("t3", 3, TargetState.FENCED)),
              group("b")));

  @TempDir Path directory;

  @Test
  void tableComesBackAsItWas() throws Exception {
    TableFile file = new TableFile(directory);
    assertInstanceOf(Found.Nothing.class, file.read(Tables.HTTP));
    file.write(new Served(new TableVersion(2, 1), RoutingTable.empty()));
    file.write(new Served(new TableVersion(2, 9), TABLE));
    Served served = assertInstanceOf(Found.Table.class, file.read(Tables.HTTP)).served();
    assertEquals(new TableVersion(2, 9), served.version());
    assertEquals(TABLE.hash(), served.table().hash());
    assertEquals(new ArrayList<>(TABLE.listeners()), new ArrayList<>(served.table().listeners()));
    assertEquals(new ArrayList<>(TABLE.balancers()), new ArrayList<>(served.table().balancers()));
    assertEquals(new ArrayList<>(TABLE.groups()), new ArrayList<>(served.table().groups()));
    try (var names = Files.list(directory)) {
      assertEquals(1, names.count(), "nothing is left over");
    }
  }

  @Test
  void damagedFileIsNeverHalfUsed() throws Exception {
    TableFile file = new TableFile(directory);
    file.write(new Served(new TableVersion(2, 9), TABLE));
    Path path = directory.resolve("table");
    byte[] whole = Files.readAllBytes(path);
    for (int i = 0; i < whole.length; i += 7) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      Files.write(path, damaged);
      assertInstanceOf(Found.Unusable.class, file.read(Tables.HTTP), "byte " + i);
    }
    for (int length : new int[] {0, 1, 14, 46, whole.length - 1}) {
      Files.write(path, java.util.Arrays.copyOf(whole, length));
      assertInstanceOf(Found.Unusable.class, file.read(Tables.HTTP), "length " + length);
    }
    file.write(new Served(new TableVersion(2, 9), TABLE));
    assertInstanceOf(Found.Table.class, file.read(Tables.HTTP));
  }

  @Test
  void tableThatAnOlderProgramCannotServeIsNotServed() throws Exception {
    TableFile file = new TableFile(directory);
    file.write(new Served(new TableVersion(2, 9), TABLE));
    assertInstanceOf(
        Found.Unusable.class, file.read(new Abilities(Set.of(), Set.of(Protocol.TCP))));
  }
}
