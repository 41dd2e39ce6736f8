package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.BalancerKind;
import io.berth.proto.state.BalancerScheme;
import io.berth.proto.state.StoredBalancer;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.util.Map;

/** Balancers on disk: 64-bit id =&gt; StoredBalancer. */
final class BalancerCodec implements RowCodec<BalancerId, Balancer> {
  private static final Names<Balancer.Kind, BalancerKind> KINDS =
      Names.of(
          Balancer.Kind.class,
          Map.of(Balancer.Kind.APPLICATION, BalancerKind.BALANCER_KIND_APPLICATION));

  private static final Names<Balancer.Scheme, BalancerScheme> SCHEMES =
      Names.of(
          Balancer.Scheme.class,
          Map.of(
              Balancer.Scheme.INTERNET_FACING, BalancerScheme.BALANCER_SCHEME_INTERNET_FACING,
              Balancer.Scheme.INTERNAL, BalancerScheme.BALANCER_SCHEME_INTERNAL));

  @Override
  public int family() {
    return 16;
  }

  @Override
  public Table<BalancerId, Balancer> table() {
    return Tables.BALANCERS;
  }

  @Override
  public byte[] key(BalancerId key) {
    return Keys.inFamily(family()).number(key.bits()).bytes();
  }

  @Override
  public byte[] encode(Balancer row) {
    Balancer.Site site = row.site();
    return StoredBalancer.newBuilder()
        .setId(row.id().bits())
        .setName(row.name())
        .setKind(KINDS.stored(row.kind()))
        .setCreationOrder(row.order())
        .setDnsName(row.dnsName())
        .setScheme(SCHEMES.stored(site.scheme()))
        .setAddressType(site.addressType())
        .addAllSubnets(site.subnets())
        .addAllSecurityGroups(site.securityGroups())
        .putAllAttributes(row.attributes())
        .setCreatedAt(Times.stored(row.createdAt()))
        .putAllTags(row.tags())
        .build()
        .toByteArray();
  }

  @Override
  public Balancer decode(byte[] value) throws InvalidProtocolBufferException {
    StoredBalancer stored = StoredBalancer.parseFrom(value);
    return new Balancer(
        new BalancerId(stored.getId()),
        stored.getName(),
        KINDS.model(stored.getKind()),
        stored.getCreationOrder(),
        stored.getDnsName(),
        new Balancer.Site(
            SCHEMES.model(stored.getScheme()),
            stored.getAddressType(),
            stored.getSubnetsList(),
            stored.getSecurityGroupsList()),
        stored.getAttributesMap(),
        Times.instant(stored.getCreatedAt()),
        stored.getTagsMap());
  }
}
