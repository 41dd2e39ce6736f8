package io.berth.tests.rules;

import java.util.List;
import java.util.stream.Stream;

/** A rule over hand-written Java, a value that can be applied to the whole tree or to a canary. */
interface SourceRule {

  Stream<Finding> check(List<JavaSource> sources);
}
