package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Operation;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsResponse;

/**
 * The operations of ELB that are not served yet: refused by their name, so that nobody takes a
 * refusal for a slip of the pen.
 */
final class UnservedOperations {
  static final List<String> NAMES =
      List.of(
          "AddListenerCertificates",
          "AddTrustStoreRevocations",
          "CreateTrustStore",
          "DeleteSharedTrustStoreAssociation",
          "DeleteTrustStore",
          "DescribeAccountLimits",
          "DescribeCapacityReservation",
          "DescribeListenerAttributes",
          "DescribeListenerCertificates",
          "DescribeSSLPolicies",
          "DescribeTrustStoreAssociations",
          "DescribeTrustStoreRevocations",
          "DescribeTrustStores",
          "GetResourcePolicy",
          "GetTrustStoreCaCertificatesBundle",
          "GetTrustStoreRevocationContent",
          "ModifyCapacityReservation",
          "ModifyIpPools",
          "ModifyListenerAttributes",
          "ModifyTrustStore",
          "RemoveListenerCertificates",
          "RemoveTrustStoreRevocations",
          "SetIpAddressType",
          "SetSecurityGroups",
          "SetSubnets");

  private UnservedOperations() {}

  static List<Operation<?, ?>> all() {
    return NAMES.stream().<Operation<?, ?>>map(UnservedOperations::refused).toList();
  }

  /** Whatever members the request has: nobody looks at them. */
  private static Operation<?, ?> refused(String name) {
    return Operation.of(
        BalancingOperations.name(name),
        DescribeAccountLimitsRequest::builder,
        DescribeAccountLimitsResponse.class,
        (_, _) -> {
          throw ApiError.sender("InvalidAction", name + " is not supported yet");
        });
  }
}
