package io.berth.scheduler.model;

/** What must hold of a host before it may have a task; all of several must. */
public sealed interface Constraint {

  /** It has no other task of the same group. */
  record DistinctHosts() implements Constraint {}

  /**
   * It is what an expression of the cluster query language describes.
   *
   * @param expression as the user wrote it
   */
  record MemberOf(String expression) implements Constraint {
    public MemberOf {
      Require.notEmpty(expression, "expression");
    }
  }
}
