package io.berth.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a benchmark changes its own section alone. Method: documents before and after. */
final class BenchTableTest {

  @TempDir Path folder;

  @Test
  void documentThatIsMissingIsBegun() throws IOException {
    Path file = folder.resolve("docs").resolve("benchmarks.md");
    new BenchTable(file, "one").write("figures\n");
    assertTrue(Files.readString(file).startsWith("# Benchmarks\n"));
    assertTrue(
        Files.readString(file)
            .endsWith("\n\n<!-- bench:one begin -->\nfigures\n<!-- bench:one end -->\n"));
  }

  @Test
  void formerSectionIsReplacedAndTheRestStays() throws IOException {
    Path file = folder.resolve("benchmarks.md");
    new BenchTable(file, "one").write("old");
    new BenchTable(file, "two").write("other");
    String before = Files.readString(file);
    new BenchTable(file, "one").write("new");
    assertEquals(before.replace("old", "new"), Files.readString(file));
  }

  @Test
  void markWithoutItsEndIsRefused() throws IOException {
    Path file = folder.resolve("benchmarks.md");
    Files.writeString(file, "<!-- bench:one begin -->\n");
    assertThrows(IllegalStateException.class, () -> new BenchTable(file, "one").write("new"));
  }

  @Test
  void rowsBecomeMarkdown() {
    assertEquals(
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        BenchTable.markdown(List.of("a", "b"), List.of(List.of("1", "2"))));
  }
}
