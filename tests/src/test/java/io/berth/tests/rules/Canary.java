package io.berth.tests.rules;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of files that are wrong on purpose, each wrong line saying what must be found there.
 *
 * <p>They end in {@code .java.txt}, so that nothing else compiles, formats or judges them. A line
 * ends with {@code // expect: text}, the text being a part of what the finding says.
 */
record Canary(List<TextFile> files) {
  static final String FOLDER = "tests/src/test/resources/canary";
  private static final Pattern MARK = Pattern.compile("// expect: (.+?)(?= *// expect:|$)");

  static Canary read(Checkout checkout, String folder) {
    try (Stream<Path> paths = Files.walk(checkout.root().resolve(FOLDER).resolve(folder))) {
      return new Canary(
          paths
              .filter(Files::isRegularFile)
              .map(path -> TextFile.read(checkout.root(), path))
              .map(file -> new TextFile(file.path().replaceFirst("\\.txt$", ""), file.text()))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One canary for each file, together with what is said about its package. */
  Stream<Canary> singly() {
    List<TextFile> packages = files.stream().filter(file -> isPackageComment(file)).toList();
    return files.stream()
        .filter(file -> !isPackageComment(file))
        .map(file -> new Canary(Stream.concat(Stream.of(file), packages.stream()).toList()));
  }

  private static boolean isPackageComment(TextFile file) {
    return file.endsWith("/package-info.java");
  }

  @Override
  public String toString() {
    return name(files.getFirst().path());
  }

  /** Writes the files as ordinary Java below the folder and returns them. */
  List<Path> writeTo(Path folder) {
    return files.stream().map(file -> write(folder.resolve(file.path()), file.text())).toList();
  }

  /** Each mark has its finding, and there is no finding without a mark. */
  void expectExactly(Collection<Finding> findings) {
    List<Mark> marks = files.stream().flatMap(Canary::marks).toList();
    List<Mark> missed =
        marks.stream().filter(mark -> findings.stream().noneMatch(mark::fits)).toList();
    List<Finding> surplus =
        findings.stream()
            .filter(found -> marks.stream().noneMatch(mark -> mark.fits(found)))
            .toList();
    if (marks.isEmpty() || !missed.isEmpty() || !surplus.isEmpty()) {
      fail(
          "%d marks; not found by any rule:%n%s%nfound without a mark:%n%s"
              .formatted(marks.size(), Finding.list(missed), Finding.list(surplus)));
    }
  }

  private static Stream<Mark> marks(TextFile file) {
    List<String> lines = file.text().lines().toList();
    return IntStream.range(0, lines.size())
        .boxed()
        .flatMap(index ->
            MARK.matcher(lines.get(index))
                .results()
                .map(found -> new Mark(name(file.path()), index + 1, found.group(1))));
  }

  private static Path write(Path path, String text) {
    try {
      Files.createDirectories(path.getParent());
      return Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What must be found, and where; a finding about the whole file fits any line of it. */
  private record Mark(String file, int line, String text) {

    boolean fits(Finding finding) {
      return name(finding.file()).equals(file)
          && (finding.line() == 0 || finding.line() == line)
          && finding.what().contains(text);
    }
  }
}
