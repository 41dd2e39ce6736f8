package io.berth.scheduler.aws;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The tables of all structures met so far; bounded by the number of classes in the model. Any
 * thread may call.
 */
final class FieldTables {
  private final ConcurrentMap<Class<?>, FieldTable> tables = new ConcurrentHashMap<>();

  FieldTable of(SdkPojo pojo) {
    @Nullable FieldTable known = tables.get(pojo.getClass());
    return known != null
        ? known
        : tables.computeIfAbsent(pojo.getClass(), _ -> new FieldTable(pojo));
  }
}
