package io.berth.scheduler.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.berth.scheduler.model.Task;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether what is kept beside the tables shows what a transaction sees. */
class MirrorTest {
  private static final Mirror.Kind<Versions> VERSIONS =
      new Mirror.Kind<>(Versions::new, List.of(Tables.TASKS));

  private final Head head = new Head();
  private final Task one = Samples.task(1);
  private final Task two = Samples.task(2);

  @Test
  void newOneShowsTheRowsThatAreThere() {
    insert(one);

    assertEquals(text(one), shown());
  }

  @Test
  void changesAreSeenAtOnce() {
    insert(one);
    head.run(tx -> {
      Versions mirror = tx.mirror(VERSIONS);
      tx.insert(Tables.TASKS, two);
      tx.update(Tables.TASKS, one.tagged(one.tags()));
      assertEquals(text(one.tagged(one.tags()), two), mirror.rows);
      tx.remove(Tables.TASKS, one.id());
      assertEquals(text(two), mirror.rows);
      return true;
    });
  }

  @Test
  void whatATransactionLeavesUndoneIsUndoneHereToo() {
    insert(one);
    assertEquals(text(one), shown());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            head.run(tx -> {
              tx.insert(Tables.TASKS, two);
              tx.remove(Tables.TASKS, one.id());
              throw new IllegalArgumentException("of the transaction");
            }));

    assertEquals(text(one), shown());
  }

  @Test
  void otherTablesAreNotToldOf() {
    assertEquals(Set.of(), shown());
    head.run(tx -> {
      tx.insert(Tables.HOSTS, Samples.host(1, Samples.task(1).order().asked().asked()));
      return true;
    });

    assertEquals(Set.of(), shown());
  }

  @Test
  void oneThatFailsBeginsAnew() {
    head.run(tx -> {
      tx.mirror(VERSIONS).isBroken = true;
      return true;
    });
    assertThrows(IllegalStateException.class, () -> insert(one));
    insert(two);

    assertEquals(text(two), shown());
  }

  private void insert(Task task) {
    head.run(tx -> {
      tx.insert(Tables.TASKS, task);
      return true;
    });
  }

  private Set<String> shown() {
    return head.run(tx -> new TreeSet<>(tx.mirror(VERSIONS).rows));
  }

  private static Set<String> text(Task... tasks) {
    Set<String> texts = new TreeSet<>();
    for (Task task : tasks) {
      texts.add(Versions.text(task));
    }
    return texts;
  }

  /** The tasks that there are, in a version each. */
  private static final class Versions implements Mirror {
    private final Set<String> rows = new TreeSet<>();
    private boolean isBroken;

    private static String text(Object row) {
      return ((Task) row).id() + " " + ((Task) row).version();
    }

    @Override
    public void moved(Table<?, ?> table, @Nullable Object before, @Nullable Object after) {
      if (isBroken) {
        throw new IllegalStateException("broken");
      }
      if (before != null && !rows.remove(text(before))) {
        throw new IllegalStateException("not there: " + before);
      }
      if (after != null) {
        rows.add(text(Objects.requireNonNull(after)));
      }
    }
  }
}
