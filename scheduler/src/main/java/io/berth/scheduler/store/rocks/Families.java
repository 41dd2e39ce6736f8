package io.berth.scheduler.store.rocks;

import io.berth.scheduler.store.Table;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which families there are; the numbers stand in each codec and are checked by a test. */
final class Families {
  private final List<RowCodec<?, ?>> all;
  private final Map<Table<?, ?>, RowCodec<?, ?>> byTable;
  private final Map<Integer, RowCodec<?, ?>> byNumber;

  Families(Shared shared) {
    all =
        List.of(
            new ClusterCodec(), // 1
            new HostCodec(shared), // 2
            new FamilyCodec(), // 3
            new DefinitionCodec(), // 4
            new TaskCodec(shared), // 5
            new ApiKeyCodec(), // 6
            new JoinTokenCodec(), // 7
            new CaCertificateCodec(), // 8
            new PeerCodec(), // 9
            new PlanCodec(shared), // 10
            new ClientTokenCodec(), // 11
            new InstallationCodec(), // 12
            new ServiceCodec(), // 13
            new DeploymentCodec(), // 14
            new ServiceEventCodec(), // 15
            new BalancerCodec(), // 16
            new TargetGroupCodec(), // 17
            new ListenerCodec(), // 18
            new RuleCodec(), // 19
            new TargetCodec(shared)); // 20
    byTable = all.stream().collect(Collectors.toMap(RowCodec::table, Function.identity()));
    byNumber = all.stream().collect(Collectors.toMap(RowCodec::family, Function.identity()));
  }

  List<RowCodec<?, ?>> all() {
    return all;
  }

  <K extends Comparable<? super K>, E> RowCodec<K, E> of(Table<K, E> table) {
    @SuppressWarnings("unchecked") // each codec is listed under its own table
    RowCodec<K, E> codec = (RowCodec<K, E>) byTable.get(table);
    if (codec == null) {
      throw new IllegalStateException("no codec for table " + table);
    }
    return codec;
  }

  RowCodec<?, ?> numbered(int family) {
    RowCodec<?, ?> codec = byNumber.get(family);
    if (codec == null) {
      throw new UnknownFamilyException(family);
    }
    return codec;
  }

  /** A row of a family that this program does not know. */
  static final class UnknownFamilyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownFamilyException(int family) {
      super("rows of an unknown family " + family);
    }
  }
}
