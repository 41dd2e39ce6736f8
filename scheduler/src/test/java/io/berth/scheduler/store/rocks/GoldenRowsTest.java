package io.berth.scheduler.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Seeds;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Rows as format 1 wrote them, checked in as bytes: what is on people's disks must read as it did.
 * When this fails and the change is meant, it is a new format: a folder of its own and a migration.
 */
class GoldenRowsTest {
  private static final HexFormat HEX = HexFormat.of();

  private final Families families = new Families(new Shared());

  @Test
  void rowsOfFormatOneReadAsTheyWereWritten() throws IOException {
    Map<String, String> golden = read("format-1.txt");
    Map<String, String> now = new TreeMap<>();
    for (int number = 0; number < 8; number++) {
      RandomGenerator random = Seeds.random(1_000 + number);
      check(golden, now, Tables.CLUSTERS, Samples.anyCluster(number, random));
      check(golden, now, Tables.HOSTS, Samples.anyHost(number, random));
      check(golden, now, Tables.FAMILIES, Samples.anyFamily(number, random));
      check(golden, now, Tables.DEFINITIONS, Samples.anyDefinition(number, random));
      check(golden, now, Tables.TASKS, Samples.anyTask(number, random));
      check(golden, now, Tables.API_KEYS, Samples.anyApiKey(number, random));
      check(golden, now, Tables.JOIN_TOKENS, Samples.anyJoinToken(number, random));
    }
    assertEquals(golden.keySet(), now.keySet(), () -> "the rows of today:\n" + lines(now));
  }

  private <K extends Comparable<? super K>, E> void check(
      Map<String, String> golden, Map<String, String> now, Table<K, E> table, E row)
      throws InvalidProtocolBufferException {
    RowCodec<K, E> codec = families.of(table);
    String key = HEX.formatHex(codec.key(table.keyOf(row)));
    now.put(key, HEX.formatHex(codec.encode(row)));
    String stored = golden.get(key);
    if (stored != null) {
      assertEquals(row, codec.decode(HEX.parseHex(stored)), () -> "key " + key);
    }
  }

  private static Map<String, String> read(String name) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    try (InputStream in = GoldenRowsTest.class.getResourceAsStream("/golden/state/" + name)) {
      if (in == null) {
        return rows;
      }
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      text.lines().map(line -> line.split(" ", -1)).forEach(parts -> rows.put(parts[0], parts[1]));
    }
    return rows;
  }

  private static String lines(Map<String, String> rows) {
    StringBuilder lines = new StringBuilder();
    rows.forEach((key, value) -> lines.append(key).append(' ').append(value).append('\n'));
    return lines.toString();
  }
}
