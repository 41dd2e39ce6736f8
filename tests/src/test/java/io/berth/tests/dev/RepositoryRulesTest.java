package io.berth.tests.dev;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules for the files of the checkout as such, whatever language they are in. */
class RepositoryRulesTest {

  // Each in two pieces, so that this file passes its own rule.
  private static final Pattern REPOSITORY_HOST =
      Pattern.compile(
          String.join(
              "|",
              "repo" + "1?\\.maven",
              "maven\\.apache\\." + "org/maven2",
              "central\\." + "sonatype",
              "oss\\." + "sonatype",
              "deb\\." + "debian",
              "archive\\." + "ubuntu",
              "registry\\." + "npm",
              "registry\\." + "yarnpkg"));

  @Test
  void noFileNamesARepositoryHost() throws IOException {
    List<String> found = new ArrayList<>();
    for (var file : filesOfTheCheckout()) {
      var text = Files.readString(file, ISO_8859_1);
      REPOSITORY_HOST
          .matcher(text)
          .results()
          .forEach(hit -> found.add(FrontDoor.root().relativize(file) + ": " + hit.group()));
    }

    assertEquals(List.of(), found, "which server packages come from is each user's own setting");
  }

  @Test
  void theRuleAgainstRepositoryHostsBites() {
    assertTrue(REPOSITORY_HOST.matcher("https://repo." + "maven.apache.org/").find());
    assertTrue(REPOSITORY_HOST.matcher("https://registry." + "npmjs.org/").find());
    assertFalse(REPOSITORY_HOST.matcher("http://maven.apache.org/POM/4.0.0").find());
  }

  @Test
  @Tag("e2e")
  void shellcheckFindsNothingInTheScripts(@TempDir Path folder) throws Exception {
    List<String> command = new ArrayList<>(List.of("shellcheck", "--external-sources"));
    for (var file : filesOfTheCheckout()) {
      if (file.toString().endsWith(".sh") || isScript(file)) {
        command.add(FrontDoor.root().relativize(file).toString());
      }
    }
    assertTrue(command.containsAll(List.of("dev", "mvnw", ".ci/run")), command::toString);

    var findings = folder.resolve("findings");
    var process =
        new ProcessBuilder(command)
            .directory(FrontDoor.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(findings.toFile())
            .start();

    int exitCode = FrontDoor.await(process);

    assertEquals("", Files.readString(findings));
    assertEquals(0, exitCode);
  }

  private static boolean isScript(Path file) throws IOException {
    try (var lines = Files.lines(file, ISO_8859_1)) {
      return lines.findFirst().orElse("").matches("#!.*\\b(ba)?sh");
    }
  }

  /**
   * Every file except what git ignores; read from the folder, since a source archive has no git.
   */
  private static List<Path> filesOfTheCheckout() throws IOException {
    var ignored = ignoredNames();
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        FrontDoor.root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isIgnored(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !isIgnored(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          private boolean isIgnored(Path path) {
            return ignored.stream().anyMatch(matcher -> matcher.matches(path.getFileName()));
          }
        });
    return files;
  }

  private static List<PathMatcher> ignoredNames() throws IOException {
    var lines = Files.readAllLines(FrontDoor.root().resolve(".gitignore"));
    return Stream.concat(Stream.of(".git"), lines.stream())
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> FileSystems.getDefault().getPathMatcher("glob:" + line.replace("/", "")))
        .toList();
  }
}
