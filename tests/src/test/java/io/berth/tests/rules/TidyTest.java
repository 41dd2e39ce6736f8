package io.berth.tests.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Every file of the tree is small, named, commented, formatted, and free of leftovers. */
@TestInstance(Lifecycle.PER_CLASS)
class TidyTest {
  private final List<TextFile> texts = Checkout.find().textFiles();
  private final List<TextFile> java = texts.stream().filter(TextFile::isJavaSource).toList();
  private final List<JavaSource> sources = JavaSource.parse(java);

  @Test
  void javaFilesOfTheTreeAreFound() {
    assertFalse(sources.isEmpty(), "no Java file was found");
  }

  @Test
  void typesAndMethodsStaySmall() {
    check(new SizeRule());
  }

  @Test
  void typesOpenWithOneSentence() {
    check(new CommentRule());
  }

  @Test
  void packagesSayWhatBelongsThere() {
    check(new PackageRule());
  }

  @Test
  void namesCarryTheirMeaning() {
    check(new NameRule(LibraryRule.ofBerth()));
  }

  @Test
  void textCarriesNoLeftovers() {
    Finding.expectNone(new TextRule().check(texts));
  }

  @Test
  void javaIsFormattedByTheTool() {
    Finding.expectNone(new FormatRule().check(java));
  }

  private void check(SourceRule rule) {
    Finding.expectNone(rule.check(sources));
  }
}
