package io.berth.scheduler.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredCluster;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StorageException.Kind;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An older format becomes the present one, also when it is interrupted. The older formats here are
 * made up: in the first a cluster has no tags, in the second it has one that says where it came
 * from.
 */
class MigrationsTest {
  private static final int CLUSTERS = 2_500;
  private static final Migration SECOND = new Retagging(1, "second");
  private static final Migration THIRD = new Retagging(2, "third");

  @TempDir private Path directory = Path.of("");

  @Test
  void olderFormatBecomesThePresentOneStepByStep() throws StorageException {
    writeFirstFormat();
    assertEquals(
        List.of(Map.of("second", "1", "third", "1")),
        tagsAfterOpening(new Migrations(3, List.of(THIRD, SECOND))));
    assertEquals(3, new Layout(directory).format());
  }

  @Test
  void presentFormatIsLeftAlone() throws StorageException {
    writeFirstFormat();
    tagsAfterOpening(new Migrations(2, List.of(SECOND)));
    assertEquals(
        List.of(Map.of("second", "1")), tagsAfterOpening(new Migrations(2, List.of(SECOND))));
  }

  /**
   * Goal: a crash anywhere in a migration changes no row twice. Method: break it after some rows,
   * again and again.
   */
  @Test
  void interruptedMigrationGoesOnWhereItWas() throws StorageException {
    writeFirstFormat();
    for (int survives : List.of(0, 10, 1_100, 1_100, 400)) {
      Migrations breaking = new Migrations(2, List.of(new Breaking(SECOND, survives)));
      assertThrows(PowerCutException.class, () -> tagsAfterOpening(breaking));
    }
    assertEquals(
        List.of(Map.of("second", "1")), tagsAfterOpening(new Migrations(2, List.of(SECOND))));
  }

  @Test
  void stateThatLostBatchesIsNotMigrated() throws StorageException {
    writeFirstFormat();
    Layout layout = new Layout(directory);
    Watermark.begin(layout, new Version(Samples.NOON.getEpochSecond(), 99)).close();
    Migrations second = new Migrations(2, List.of(SECOND));
    StorageException refused = assertThrows(StorageException.class, () -> tagsAfterOpening(second));
    assertEquals(Kind.DAMAGED, refused.kind());
    assertEquals(1, layout.format());
  }

  @Test
  void halfMigratedStateIsNewerForAnOlderProgram() throws StorageException {
    writeFirstFormat();
    Migrations breaking = new Migrations(2, List.of(new Breaking(SECOND, 10)));
    assertThrows(PowerCutException.class, () -> tagsAfterOpening(breaking));
    StorageException refused =
        assertThrows(StorageException.class, () -> tagsAfterOpening(new Migrations(1, List.of())));
    assertEquals(Kind.NEWER_FORMAT, refused.kind());
  }

  private void writeFirstFormat() throws StorageException {
    try (RocksState state = open(new Migrations(1, List.of()))) {
      InlineStore store = new InlineStore(state);
      store.start();
      store.update(
          Lane.API,
          tx -> {
            for (int number = 0; number < CLUSTERS; number++) {
              tx.insert(Tables.CLUSTERS, Samples.cluster(number));
            }
            return true;
          });
    }
  }

  /** The tags of all clusters, each kind once. */
  private List<Map<String, String>> tagsAfterOpening(Migrations migrations)
      throws StorageException {
    try (RocksState state = open(migrations)) {
      InlineStore store = new InlineStore(state);
      store.start();
      assertEquals(CLUSTERS, store.snapshot().count(Tables.CLUSTERS));
      List<Map<String, String>> tags = new ArrayList<>();
      for (Cluster cluster : store.snapshot().rows(Tables.CLUSTERS)) {
        if (!tags.contains(cluster.tags())) {
          tags.add(cluster.tags());
        }
      }
      return tags;
    }
  }

  private RocksState open(Migrations migrations) throws StorageException {
    return new StateDirectory(directory, Durability.SYNCED, migrations).open(Samples.NOON);
  }

  /** Counts in a tag how often it has met a cluster. */
  private record Retagging(int from, String tag) implements Migration {
    @Override
    public List<RawRow> rewrite(RawRow row) {
      try {
        StoredCluster old = StoredCluster.parseFrom(row.value());
        int met = Integer.parseInt(old.getTagsOrDefault(tag, "0")) + 1;
        return List.of(
            new RawRow(
                row.key(),
                old.toBuilder().putTags(tag, String.valueOf(met)).build().toByteArray()));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Dies after some rows. */
  private static final class Breaking implements Migration {
    private final Migration whole;
    private int left;

    Breaking(Migration whole, int survives) {
      this.whole = whole;
      this.left = survives;
    }

    @Override
    public int from() {
      return whole.from();
    }

    @Override
    public List<RawRow> rewrite(RawRow row) {
      if (left-- == 0) {
        throw new PowerCutException();
      }
      return whole.rewrite(row);
    }
  }

  /** Stands for the end of the process. */
  private static final class PowerCutException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
