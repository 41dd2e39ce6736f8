package io.berth.scheduler.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.StoredCluster;
import io.berth.proto.state.StoredTask;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Installation;
import io.berth.scheduler.store.BalancerSamples;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Seeds;
import io.berth.scheduler.store.ServiceSamples;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table has a codec with a number of its own, and what a codec writes it reads back. */
class CodecsTest {
  private final Families families = new Families(new Shared());

  static LongStream seeds() {
    return Seeds.first(300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void decodingWhatWasEncodedGivesTheRow(long seed) throws InvalidProtocolBufferException {
    RandomGenerator random = Seeds.random(seed);
    requireIdentity(Tables.CLUSTERS, Samples.anyCluster(1, random));
    requireIdentity(Tables.HOSTS, Samples.anyHost(1, random));
    requireIdentity(Tables.FAMILIES, Samples.anyFamily(1, random));
    requireIdentity(Tables.DEFINITIONS, Samples.anyDefinition(1, random));
    requireIdentity(Tables.TASKS, Samples.anyTask(1, random));
    requireIdentity(Tables.API_KEYS, Samples.anyApiKey(1, random));
    requireIdentity(Tables.JOIN_TOKENS, Samples.anyJoinToken(1, random));
    requireIdentity(Tables.CA_CERTIFICATES, Samples.anyCaCertificate(1, random));
    requireIdentity(Tables.PEERS, Samples.anyPeer(1, random));
    requireIdentity(Tables.PLANS, Samples.anyPlan(1, random));
    requireIdentity(Tables.CLIENT_TOKENS, Samples.anyClientToken(1, random));
    requireIdentity(Tables.SERVICES, ServiceSamples.anyService(1, random));
    requireIdentity(Tables.DEPLOYMENTS, ServiceSamples.anyDeployment(1, random));
    requireIdentity(Tables.SERVICE_EVENTS, ServiceSamples.anyEvent(1, random));
    requireIdentity(Tables.BALANCERS, BalancerSamples.anyBalancer(1, random));
    requireIdentity(Tables.TARGET_GROUPS, BalancerSamples.anyTargetGroup(1, random));
    requireIdentity(Tables.LISTENERS, BalancerSamples.anyListener(1, random));
    requireIdentity(Tables.RULES, BalancerSamples.anyRule(1, random));
    requireIdentity(Tables.TARGETS, BalancerSamples.anyTarget(1, random));
    requireIdentity(Tables.INSTALLATION, new Installation("000000000000", "us-east-1"));
  }

  @Test
  void everyTableHasOneFamilyAndNoNumberIsUsedTwice() {
    Set<Integer> numbers = new HashSet<>();
    for (Table<?, ?> table : Tables.ALL) {
      assertTrue(numbers.add(families.of(table).family()), "number used twice: " + table);
    }
    assertEquals(Tables.ALL.size(), families.all().size());
  }

  /** These numbers are on people's disks: a change here needs a migration. */
  @Test
  void familyNumbersAreThoseOnDisk() {
    TreeMap<Integer, String> numbers = new TreeMap<>();
    families.all().forEach(codec -> numbers.put(codec.family(), codec.table().name()));
    assertEquals(
        "{1=clusters, 2=hosts, 3=families, 4=definitions, 5=tasks, 6=api keys, 7=join tokens,"
            + " 8=ca certificates, 9=peers, 10=plans, 11=client tokens, 12=installation,"
            + " 13=services, 14=deployments, 15=service events,"
            + " 16=balancers, 17=target groups, 18=listeners, 19=rules, 20=targets}",
        numbers.toString());
  }

  @Test
  void keysSortAsTheirRowsDo() {
    List<byte[]> inOrder =
        List.of(
            families.of(Tables.DEFINITIONS).key(new DefinitionId("we", 9)),
            families.of(Tables.DEFINITIONS).key(new DefinitionId("web", 1)),
            families.of(Tables.DEFINITIONS).key(new DefinitionId("web", 2)),
            families.of(Tables.DEFINITIONS).key(new DefinitionId("web", 300)),
            families.of(Tables.DEFINITIONS).key(new DefinitionId("web2", 1)),
            families.of(Tables.TASKS).key(Samples.task(1).id()),
            families.of(Tables.TASKS).key(Samples.task(2).id()));
    for (int at = 1; at < inOrder.size(); at++) {
      assertTrue(Arrays.compareUnsigned(inOrder.get(at - 1), inOrder.get(at)) < 0, "at " + at);
    }
  }

  @Test
  void valueThatNoVersionWroteIsRefused() {
    byte[] noStatus = StoredCluster.newBuilder().setName("a").build().toByteArray();
    assertThrows(
        InvalidProtocolBufferException.class, () -> families.of(Tables.CLUSTERS).decode(noStatus));
    byte[] noWish =
        StoredTask.newBuilder()
            .setFamily("a")
            .setRevision(1)
            .setCluster("c")
            .setPlan(ByteString.copyFrom(new byte[32]))
            .build()
            .toByteArray();
    assertThrows(
        InvalidProtocolBufferException.class, () -> families.of(Tables.TASKS).decode(noWish));
  }

  @Test
  void rowsOfTheSameHostShareItsId() throws InvalidProtocolBufferException {
    byte[] stored = families.of(Tables.TASKS).encode(Samples.task(4));
    var first = families.of(Tables.TASKS).decode(stored);
    var second = families.of(Tables.TASKS).decode(stored);
    assertSame(first.host(), second.host());
  }

  private <K extends Comparable<? super K>, E> void requireIdentity(Table<K, E> table, E row)
      throws InvalidProtocolBufferException {
    RowCodec<K, E> codec = families.of(table);
    assertEquals(row, codec.decode(codec.encode(row)));
  }
}
