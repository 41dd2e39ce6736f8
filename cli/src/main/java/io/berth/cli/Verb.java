package io.berth.cli;

/** One thing that the command does; what it prints is its answer, and it throws when it fails. */
@FunctionalInterface
interface Verb {
  String run(Arguments arguments) throws CommandException;
}
