package io.berth.deploy;

import io.berth.scheduler.main.SchedulerMain;
import java.util.List;

/**
 * Everything that one machine needs, in one process: today that is the scheduler alone, put
 * together by the same wiring as a scheduler of its own.
 */
final class UpMain {
  private UpMain() {}

  static int run(List<String> words) {
    return SchedulerMain.run(
        words,
        scheduler ->
            System.out.println(
                """
                Berth answers at %s. In another shell, point AWS clients at it:

                  eval "$(berth env --directory %s)"
                  aws sts get-caller-identity

                No agent runs here yet, so no task can run.\
                """
                    .formatted(scheduler.endpoint(), scheduler.directory())));
  }
}
