package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.Caller;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.Refusals;
import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.Refusal;
import io.berth.scheduler.control.TagCommands;
import io.berth.scheduler.control.TagCommands.Tagged;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;

/** The operations of ELB about tags. */
final class BalancingTagOperations {
  private static final int MOST_NAMED = 20;

  private final StateStore store;
  private final TagCommands commands;

  BalancingTagOperations(StateStore store, TagCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            BalancingOperations.name("AddTags"),
            AddTagsRequest::builder,
            AddTagsResponse.class,
            this::add),
        Operation.of(
            BalancingOperations.name("RemoveTags"),
            RemoveTagsRequest::builder,
            RemoveTagsResponse.class,
            this::remove),
        Operation.of(
            BalancingOperations.name("DescribeTags"),
            DescribeTagsRequest::builder,
            DescribeTagsResponse.class,
            this::describe));
  }

  private AddTagsResponse add(Caller caller, AddTagsRequest request) {
    Ask.that(!request.tags().isEmpty(), "Tags must be specified");
    Map<String, String> tags = BalancingTags.read(request.tags());
    for (Tagged what : tagged(caller, request.resourceArns())) {
      done(commands.tag(what, tags));
    }
    return AddTagsResponse.builder().build();
  }

  private RemoveTagsResponse remove(Caller caller, RemoveTagsRequest request) {
    Set<String> keys = BalancingTags.readKeys(request.tagKeys());
    for (Tagged what : tagged(caller, request.resourceArns())) {
      done(commands.untag(what, keys));
    }
    return RemoveTagsResponse.builder().build();
  }

  private DescribeTagsResponse describe(Caller caller, DescribeTagsRequest request) {
    List<Tagged> tagged = tagged(caller, request.resourceArns());
    ReadTx state = store.snapshot();
    List<TagDescription> described = new ArrayList<>();
    for (int at = 0; at < tagged.size(); at++) {
      Map<String, String> tags = TagCommands.read(state, tagged.get(at)).orElse(Map.of());
      described.add(
          TagDescription.builder()
              .resourceArn(request.resourceArns().get(at))
              .tags(BalancingTags.write(tags))
              .build());
    }
    return DescribeTagsResponse.builder().tagDescriptions(described).build();
  }

  private List<Tagged> tagged(Caller caller, Collection<String> given) {
    BalancingArns arns = BalancingArns.of(caller);
    ReadTx state = store.snapshot();
    List<Tagged> tagged = new ArrayList<>();
    for (String arn : Ask.list(given, MOST_NAMED, "Resource ARNs")) {
      tagged.add(
          switch (arns.readAny(arn)) {
            case BalancingArns.NamedBalancer named ->
                new Tagged.OfBalancer(Found.balancer(state, named).id());
            case BalancingArns.NamedGroup named ->
                new Tagged.OfTargetGroup(Found.group(state, named).id());
            case BalancingArns.NamedListener named ->
                new Tagged.OfListener(Found.listener(state, named).id());
            case BalancingArns.NamedRule named ->
                new Tagged.OfRule(RuleOperations.existing(state, named));
          });
    }
    return tagged;
  }

  private static void done(Outcome<Map<String, String>> outcome) {
    if (outcome instanceof Outcome.Refused<Map<String, String>>(Refusal refusal)
        && refusal.code() == Refusal.Code.TOO_MANY_TAGS) {
      throw BalancingTags.tooMany();
    }
    Refusals.done(outcome);
  }
}
