package io.berth.agent.engine;

import io.berth.agent.model.ContainerPlan;
import java.util.List;
import java.util.OptionalInt;

/** Does in a fake engine what the test image's program does in a real one. */
public final class EchoProgram implements Program {

  @Override
  public OptionalInt exitWhenStarted(ContainerPlan plan) {
    List<String> words = plan.process().command().orElse(List.of());
    boolean endsAtOnce = words.size() == 2 && words.getFirst().equals("exit");
    return endsAtOnce ? OptionalInt.of(Integer.parseInt(words.get(1))) : OptionalInt.empty();
  }

  @Override
  public OptionalInt exitWhenToldToStop(ContainerPlan plan) {
    return isAbout(plan, "stubborn") ? OptionalInt.empty() : OptionalInt.of(143);
  }

  @Override
  public boolean eatsMemory(ContainerPlan plan) {
    return isAbout(plan, "eat-memory");
  }

  private static boolean isAbout(ContainerPlan plan, String verb) {
    return plan.process().command().filter(words -> words.contains(verb)).isPresent();
  }
}
