package io.berth.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Keeps the contracts readable by themselves: each declaration says what it means, and no enum's
 * zero is a meaning.
 */
class ContractCommentsTest {
  private static final Path CONTRACTS = Path.of("src/main/proto");

  @Test
  void everyDeclarationOfTheContractsIsExplained() throws IOException {
    var findings = new ArrayList<ContractScanner.Finding>();
    List<Path> files = contracts();
    for (Path file : files) {
      ContractScanner.Result result = ContractScanner.scan(file.toString(), Files.readString(file));
      assertTrue(
          result.declarations() > 0,
          () -> file + " declares nothing: the scanner reads it wrongly");
      findings.addAll(result.findings());
    }
    assertTrue(
        files.contains(CONTRACTS.resolve("berth/agent.proto")),
        () -> "the contracts are not where they were: " + files);
    assertTrue(
        findings.isEmpty(),
        () -> String.join("\n", findings.stream().map(Object::toString).toList()));
  }

  @Test
  void eachMissingCommentAndEachMeantZeroIsNamedWithItsLine() {
    String text =
        """
        // Comments of the file explain no declaration.

        message Bare { // Beside counts.
          string unexplained = 1;
          // A blank line parts this comment from what follows.

          map<string, string> parted = 2;
          string beside = 3; // Beside counts, but not for the next line.
          int32 after_beside = 4 [deprecated = true];
          //
          int32 under_empty = 5;
          oneof kind {
            string inside = 6;
          }
          message Nested {}
          reserved 7 to 9;
        }
        enum Colour {
          /* Comments in blocks
           * count too.
           */
          COLOUR_RED = 0x0;
          COLOUR_GREEN = 1;
        }
        service Painter {
          rpc Paint(Bare) returns (Bare);
          rpc Mix(Bare)
              returns (Bare) {
            option idempotency_level = IDEMPOTENT;
          }
        }
        """;

    List<Integer> lines =
        ContractScanner.scan("wrong.proto", text).findings().stream()
            .map(ContractScanner.Finding::line)
            .toList();

    assertEquals(List.of(4, 7, 9, 11, 13, 15, 18, 22, 23, 25, 26, 27), lines);
  }

  @Test
  void aFindingNamesFileLineAndDeclaration() {
    String text =
        """
        // A message.
        message Task {
          string task_id = 1;
        }
        """;

    assertEquals(
        "[wrong.proto:3: no comment explains \"string task_id = 1\"]",
        ContractScanner.scan("wrong.proto", text).findings().toString());
  }

  @Test
  void quotedAndBracketedBracesOpenNothing() {
    String text =
        """
        option (page) = { text: "}" };
        // A message.
        message Task {
          // Its id.
          string task_id = 1 [(limit) = { bytes: 32 }, json_name = "// {"];
        }
        """;

    assertEquals(
        new ContractScanner.Result(List.of(), 2), ContractScanner.scan("right.proto", text));
  }

  @Test
  void aTextThatEndsTooEarlyIsNotTakenForExplained() {
    String text =
        """
        // A message.
        message Task {
          // Its id.
          string task_id = 1
        """;

    assertEquals(
        List.of("cut.proto:4: the text ends inside a declaration"),
        ContractScanner.scan("cut.proto", text).findings().stream().map(Object::toString).toList());
  }

  private static List<Path> contracts() throws IOException {
    try (var files = Files.walk(CONTRACTS)) {
      return files.filter(file -> file.toString().endsWith(".proto")).sorted().toList();
    }
  }
}
