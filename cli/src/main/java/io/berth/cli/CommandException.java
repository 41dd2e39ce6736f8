package io.berth.cli;

/** The command ends here: with a sentence for the user and an exit code for scripts. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandException(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  /** It was asked rightly and did not work. */
  static CommandException failed(String sentence) {
    return new CommandException(ClientCommand.FAILED, sentence);
  }

  /** It was asked wrongly. */
  static CommandException wrong(String sentence) {
    return new CommandException(ClientCommand.WRONG, sentence + "; berth --help lists the verbs");
  }

  int exitCode() {
    return exitCode;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
