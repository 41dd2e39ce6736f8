package io.berth.tests.bench;

import io.berth.scheduler.api.Caller;
import io.berth.scheduler.api.Documents;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.TaskOperations;
import io.berth.scheduler.aws.JsonCodec;
import io.berth.scheduler.aws.JsonDocuments;
import io.berth.scheduler.aws.UnknownMembers;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;

/** DescribeTasks of a hundred tasks at a time, up to the bytes of the answer. */
final class TaskDescriptions {
  private static final int MOST = 100;

  private final JsonCodec codec = new JsonCodec(new UnknownMembers());
  private final Operation<?, ?> describe;
  private final List<String> ids = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(7);

  TaskDescriptions(StateStore store) {
    Documents documents = new JsonDocuments(codec);
    TaskCommands commands = new TaskCommands(store, InstantSource.system(), random);
    this.describe =
        new TaskOperations(store, commands, documents)
            .all().stream()
                .filter(one -> one.name().equals("DescribeTasks"))
                .findFirst()
                .orElseThrow();
    for (Task task : store.snapshot().rows(Tables.TASKS)) {
      ids.add(task.id().text());
    }
  }

  void describe() {
    List<String> some = new ArrayList<>();
    for (int task = 0; task < MOST; task++) {
      some.add(ids.get(random.nextInt(ids.size())));
    }
    SdkPojo answer =
        answer(describe, DescribeTasksRequest.builder().cluster("default").tasks(some).build());
    if (codec.encode(answer).length < MOST) {
      throw new IllegalStateException("nothing was described");
    }
  }

  @SuppressWarnings("unchecked") // the operation was found by the name of its request
  private static <I extends SdkPojo> SdkPojo answer(Operation<I, ?> operation, SdkPojo request) {
    return operation.answer(
        new Caller("000000000000", "us-east-1", new AccessKeyId("BRTHBENCH"), "request-1"),
        (I) request);
  }
}
