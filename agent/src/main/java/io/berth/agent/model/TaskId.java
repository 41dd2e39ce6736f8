package io.berth.agent.model;

/** Names one task for ever: 32 lower-case hexadecimal digits; ordered as its text is. */
public record TaskId(String text) implements Comparable<TaskId> {

  public TaskId {
    Require.hex(text, 32, "a task id");
  }

  @Override
  public int compareTo(TaskId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
