package io.berth.proto;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the declarations of one .proto text that no comment explains, and enums whose zero value is
 * a meaning.
 *
 * <p>It knows no more of the language than where declarations begin and end; the compiler has read
 * the same files before.
 */
final class ContractScanner {
  private static final Pattern FIRST_WORD = Pattern.compile("\\w+");
  private static final Pattern ENUM_VALUE = Pattern.compile("(\\w+)\\s*=\\s*(-?\\w+)");
  private static final Set<String> NOT_DECLARATIONS =
      Set.of("edition", "extensions", "import", "option", "package", "reserved", "syntax");

  private final String file;
  private final List<CommentedLine> lines;
  private final Deque<Block> blocks = new ArrayDeque<>(List.of(Block.FILE));
  private final List<Finding> findings = new ArrayList<>();
  private final StringBuilder statement = new StringBuilder();
  private int declarations;
  private int firstLine;
  private int bracketDepth;

  private ContractScanner(String file, String text) {
    this.file = file;
    this.lines = CommentedLine.part(text);
  }

  /** What is wrong, where; the line counts from 1. */
  record Finding(String file, int line, String sentence) {
    @Override
    public String toString() {
      return file + ":" + line + ": " + sentence;
    }
  }

  /** All that is wrong in one text, and how many declarations were looked at. */
  record Result(List<Finding> findings, int declarations) {
    Result {
      findings = List.copyOf(findings);
    }
  }

  /** What the innermost open brace belongs to. */
  private enum Block {
    FILE,
    MESSAGE,
    ONE_OF,
    ENUM,
    SERVICE,
    OTHER
  }

  static Result scan(String file, String text) {
    return new ContractScanner(file, text).scan();
  }

  private Result scan() {
    for (int line = 0; line < lines.size(); line++) {
      for (char character : lines.get(line).code().toCharArray()) {
        take(character, line);
      }
      statement.append(' ');
    }
    if (blocks.size() != 1 || !statement.toString().isBlank()) {
      report(Math.max(0, lines.size() - 1), "the text ends inside a declaration");
    }
    return new Result(findings, declarations);
  }

  private void take(char character, int line) {
    bracketDepth += character == '[' ? 1 : character == ']' ? -1 : 0;
    boolean ends = bracketDepth == 0 && (character == ';' || character == '{' || character == '}');
    if (!ends) {
      if (statement.toString().isBlank()) {
        firstLine = line;
      }
      statement.append(character);
      return;
    }
    String words = statement.toString().strip();
    statement.setLength(0);
    switch (character) {
      case '{' -> blocks.push(open(words, line));
      case ';' -> declare(words, line);
      default -> close(line);
    }
  }

  private Block open(String words, int line) {
    String first = firstWord(words);
    if (first.equals("message") || first.equals("enum") || first.equals("service")) {
      expectComment(words, line);
    } else if (first.equals("rpc") && blocks.peek() == Block.SERVICE) {
      expectComment(words, line);
    }
    return switch (first) {
      case "message", "extend" -> Block.MESSAGE;
      case "enum" -> Block.ENUM;
      case "service" -> Block.SERVICE;
      case "oneof" -> Block.ONE_OF;
      default -> Block.OTHER;
    };
  }

  private void close(int line) {
    if (blocks.size() == 1) {
      report(line, "a brace closes what was not opened");
      return;
    }
    blocks.pop();
  }

  private void declare(String words, int line) {
    Block block = blocks.getFirst();
    if (words.isEmpty() || block == Block.FILE || block == Block.OTHER) {
      return;
    }
    if (NOT_DECLARATIONS.contains(firstWord(words))) {
      return;
    }
    expectComment(words, line);
    if (block == Block.ENUM) {
      expectUnspecifiedZero(words);
    }
  }

  private void expectComment(String words, int lastLine) {
    declarations++;
    boolean beside =
        lines.subList(firstLine, lastLine + 1).stream().anyMatch(CommentedLine::hasComment);
    if (!beside && !isCommentAbove(firstLine)) {
      report(firstLine, "no comment explains \"" + words + "\"");
    }
  }

  private boolean isCommentAbove(int line) {
    for (int above = line - 1; above >= 0 && lines.get(above).isOnlyComment(); above--) {
      if (lines.get(above).hasComment()) {
        return true;
      }
    }
    return false;
  }

  private void expectUnspecifiedZero(String words) {
    Matcher value = ENUM_VALUE.matcher(words);
    if (!value.lookingAt()) {
      report(firstLine, "no enum value can be read in \"" + words + "\"");
    } else if (Integer.decode(value.group(2)) == 0 && !value.group(1).endsWith("UNSPECIFIED")) {
      report(firstLine, "the zero value " + value.group(1) + " does not end with UNSPECIFIED");
    }
  }

  private void report(int line, String sentence) {
    findings.add(new Finding(file, line + 1, sentence));
  }

  private static String firstWord(String words) {
    Matcher first = FIRST_WORD.matcher(words);
    return first.lookingAt() ? first.group() : "";
  }
}
