package io.berth.scheduler.api;

import io.berth.scheduler.api.EffectTable.Effect;
import io.berth.scheduler.api.EffectTable.Row;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Request;

/**
 * Refuses by its path whatever a request says that would change what runs and has no effect yet, so
 * that nothing is silently left out.
 */
public final class Effects {
  private static final String ECS_CODE = "ClientException";
  private static final String ELB_CODE = "InvalidConfigurationRequest";

  private final Map<String, Row> rows;
  private final String code;

  private Effects(Map<String, Row> rows, String code) {
    this.rows = rows;
    this.code = code;
  }

  /** Judges a request by the lines of its operation. */
  public static void refuseUnsupported(String operation, SdkPojo request) {
    String code = request instanceof ElasticLoadBalancingV2Request ? ELB_CODE : ECS_CODE;
    new Effects(EffectTable.of(operation), code).walk(request, "", "");
  }

  /** Judges what a registered definition says, now that somebody wants to run it. */
  public static void refuseUnsupported(TaskDefinition definition) {
    refuseUnsupported(EffectTable.DEFINITION_OPERATION, definition);
  }

  /**
   * @param path in the table's form, where every element of a list is the same
   * @param shown with the places in lists, for people
   */
  private void walk(SdkPojo shape, String path, String shown) {
    for (SdkField<?> field : shape.sdkFields()) {
      @Nullable Object value = value(shape, field);
      if (value != null) {
        String name = field.locationName();
        judge(value, path + name, shown + name);
      }
    }
  }

  private void judge(Object value, String path, String shown) {
    @Nullable Row row = rows.get(path);
    if (row != null) {
      if (isRefused(row, value)) {
        throw refusal(row, shown);
      }
      return;
    }
    if (value instanceof SdkPojo structure) {
      walk(structure, path + ".", shown + ".");
    } else if (value instanceof Collection<?> elements) {
      int place = 0;
      for (Object element : elements) {
        if (element instanceof SdkPojo structure) {
          walk(structure, path + "[].", shown + "[" + place + "].");
        }
        place++;
      }
    }
  }

  private static boolean isRefused(Row row, Object value) {
    if (!saysSomething(value)) {
      return false;
    }
    return row.effect() == Effect.REFUSED
        || (!row.only().isEmpty() && !row.only().contains(value.toString()));
  }

  /** What asks for nothing changes nothing: false, no element, no letter. */
  private static boolean saysSomething(Object value) {
    return switch (value) {
      case Boolean wish -> wish;
      case String text -> !text.isEmpty();
      case Collection<?> elements -> !elements.isEmpty();
      case Map<?, ?> entries -> !entries.isEmpty();
      default -> true;
    };
  }

  private ApiError refusal(Row row, String shown) {
    return ApiError.sender(
        code,
        row.only().isEmpty()
            ? shown + " is not supported yet"
            : shown + " is not supported yet except with " + String.join(", ", row.only()));
  }

  /** For a client's token that is not set, the field itself would invent a random one. */
  private static @Nullable Object value(SdkPojo shape, SdkField<?> field) {
    if (shape instanceof SdkRequest request && field.containsTrait(DefaultValueTrait.class)) {
      return request.getValueForField(field.memberName(), Object.class).orElse(null);
    }
    return field.getValueOrDefault(shape);
  }
}
