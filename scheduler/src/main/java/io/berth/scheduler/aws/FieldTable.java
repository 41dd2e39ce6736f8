package io.berth.scheduler.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** The members of one structure, in the order of the model and by their names on the wire. */
final class FieldTable {
  private final String shapeName;
  private final List<Member> members;
  private final Map<String, Member> byName;

  FieldTable(SdkPojo pojo) {
    Class<?> type = pojo.getClass();
    Class<?> outer = type.getEnclosingClass();
    this.shapeName = (outer == null ? type : outer).getSimpleName();
    this.members = pojo.sdkFields().stream().<Member>map(Member::of).toList();
    this.byName = HashMap.newHashMap(members.size());
    members.forEach(member -> byName.put(member.name(), member));
  }

  String shapeName() {
    return shapeName;
  }

  List<Member> members() {
    return members;
  }

  @Nullable Member find(String name) {
    return byName.get(name);
  }
}
