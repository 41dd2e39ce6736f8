package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ProtocolMessageEnum;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The values of one of the model's enums and their stored names, one to one. Pairs are written out
 * rather than taken from the order, so that a value that moves in the code stays where it is on
 * disk; a value without a pair fails when this class is made, which every test of a codec does.
 */
final class Names<M extends Enum<M>, S extends Enum<S> & ProtocolMessageEnum> {
  private final Map<M, S> stored;
  private final Map<S, M> modelled = new HashMap<>();

  private Names(Class<M> type, Map<M, S> pairs) {
    stored = new EnumMap<>(pairs);
    pairs.forEach((model, name) -> modelled.put(name, model));
    if (stored.size() != type.getEnumConstants().length || modelled.size() != stored.size()) {
      throw new IllegalStateException("a value without a stored name of its own: " + type);
    }
  }

  static <M extends Enum<M>, S extends Enum<S> & ProtocolMessageEnum> Names<M, S> of(
      Class<M> type, Map<M, S> pairs) {
    return new Names<>(type, pairs);
  }

  S stored(M model) {
    S name = stored.get(model);
    if (name == null) {
      throw new IllegalStateException("a value without a stored name: " + model);
    }
    return name;
  }

  M model(S name) throws InvalidProtocolBufferException {
    M model = modelled.get(name);
    if (model == null) {
      throw Unreadable.value(name);
    }
    return model;
  }
}
