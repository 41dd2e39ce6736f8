package io.berth.tests.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestTools;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The build that {@code ./dev up} and its sisters begin with, where nothing was ever built. */
@Tag("e2e")
@Timeout(300)
class FirstBuildTest {
  /** What a checkout gets from builds and runs, not from its repository. */
  private static final Set<String> MADE = Set.of("target", ".git", ".run", "node_modules");

  @TempDir Path folder;

  @Test
  void aCheckoutOfSourcesAloneBuildsWhatTheVerbsStart() throws Exception {
    var door = new FrontDoor(folder.resolve("checkout"), FrontDoor.original().environment());
    copySources(door.checkout());

    Process run = door.start("berth", "help");
    TestTools.record(run.pid());
    try {
      String said = new String(run.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, run.waitFor(), said);
      assertTrue(said.contains("berth up"), said);
    } finally {
      run.descendants().forEach(ProcessHandle::destroyForcibly);
      run.destroyForcibly();
    }
  }

  private static void copySources(Path checkout) throws IOException {
    var _ =
        Files.walkFileTree(
            FrontDoor.root(),
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult preVisitDirectory(
                  Path folder, BasicFileAttributes attributes) {
                return MADE.contains(folder.getFileName().toString())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                  throws IOException {
                Path copy = checkout.resolve(FrontDoor.root().relativize(file).toString());
                Files.createDirectories(copy.resolveSibling("."));
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
              }
            });
  }
}
