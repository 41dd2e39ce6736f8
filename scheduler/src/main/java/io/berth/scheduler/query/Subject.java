package io.berth.scheduler.query;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a condition is about, and which operators make sense there. */
enum Subject {
  AGENT_CONNECTED("agentConnected", Group.TEXT),
  AGENT_VERSION("agentVersion", Group.ORDERED),
  INSTANCE_ID("ec2InstanceId", Group.TEXT),
  REGISTERED_AT("registeredAt", Group.ORDERED),
  RUNNING_TASKS("runningTasksCount", Group.ORDERED),
  TASK_GROUP("task:group", Group.TEXT),
  /** Its name follows. */
  ATTRIBUTE("attribute:", Group.ANY);

  private final String word;
  private final Group group;

  Subject(String word, Group group) {
    this.word = word;
    this.group = group;
  }

  private enum Group {
    TEXT,
    ORDERED,
    ANY
  }

  String word() {
    return word;
  }

  /** The operators that may follow, for people. */
  String operators() {
    return Arrays.stream(Operator.values())
        .filter(this::allows)
        .map(Operator::symbol)
        .collect(Collectors.joining(", "));
  }

  boolean allows(Operator operator) {
    return switch (operator) {
      case EQUALS, NOT_EQUALS -> true;
      case EXISTS, NOT_EXISTS -> group == Group.ANY;
      case GREATER_THAN, GREATER_THAN_EQUAL, LESS_THAN, LESS_THAN_EQUAL -> group != Group.TEXT;
      case IN, NOT_IN, MATCHES, NOT_MATCHES -> group != Group.ORDERED;
    };
  }
}
