package io.berth.proto;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a .proto text, parted into its code, without what stands between quotes, and its
 * comment.
 */
record CommentedLine(String code, String comment) {

  static List<CommentedLine> part(String text) {
    var lines = new ArrayList<CommentedLine>();
    boolean insideBlock = false;
    for (String line : text.lines().toList()) {
      var parts = new Parts(line, insideBlock);
      lines.add(parts.part());
      insideBlock = parts.insideBlock;
    }
    return lines;
  }

  boolean hasComment() {
    return comment.codePoints().anyMatch(Character::isLetter);
  }

  boolean isOnlyComment() {
    return code.isBlank() && !comment.isBlank();
  }

  /** Reads one line from left to right; knows whether a block comment goes on to the next line. */
  private static final class Parts {
    private final String line;
    private final StringBuilder code = new StringBuilder();
    private final StringBuilder comment = new StringBuilder();
    private boolean insideBlock;
    private int position;

    Parts(String line, boolean insideBlock) {
      this.line = line;
      this.insideBlock = insideBlock;
    }

    CommentedLine part() {
      while (position < line.length()) {
        if (insideBlock) {
          takeBlockComment();
        } else if (line.startsWith("//", position)) {
          comment.append(line, position, line.length());
          position = line.length();
        } else if (line.startsWith("/*", position)) {
          insideBlock = true;
          comment.append("/*");
          position += 2;
        } else {
          takeCode();
        }
      }
      return new CommentedLine(code.toString(), comment.toString());
    }

    private void takeBlockComment() {
      int end = line.indexOf("*/", position);
      int next = end < 0 ? line.length() : end + 2;
      comment.append(line, position, next);
      position = next;
      insideBlock = end < 0;
    }

    private void takeCode() {
      char first = line.charAt(position);
      position++;
      code.append(first);
      if (first != '"' && first != '\'') {
        return;
      }
      while (position < line.length() && line.charAt(position) != first) {
        position += line.charAt(position) == '\\' ? 2 : 1;
      }
      code.append(first);
      position++;
    }
  }
}
