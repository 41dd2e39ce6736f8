package io.berth.scheduler.identity;

import static io.berth.scheduler.identity.Installation.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.rocks.Durability;
import io.berth.scheduler.store.rocks.RocksState;
import io.berth.scheduler.store.rocks.StateDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Identities, authority and keys are the same after a restart from disk. */
class IdentityOnDiskTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void restartedSchedulerKnowsItsPeersKeysAndAuthority() throws StorageException {
    HostKey key = HostKey.elliptic(new SeededRandom(31));
    Credentials joined;
    ApiKeyRing.NewApiKey admin;
    Secret token;
    try (RocksState state = open()) {
      Installation before = new Installation(31, state);
      joined = before.joined(PeerKind.AGENT, key);
      token = before.token(PeerKind.PROXY).text();
      admin = before.update(tx -> before.keys.begin(tx, NOON)).orElseThrow();
    }
    try (RocksState state = open()) {
      Installation after = new Installation(32, state);
      AccessKeyId id = admin.key().id();
      assertEquals(joined.bundle(), after.authority.bundle(after.snapshot()));
      assertEquals(Optional.of(admin.secret()), after.keys.find(after.snapshot(), id));
      Outcomes.value(PeerCheck.admit(joined.chain(), PeerKind.AGENT, NOON, after.snapshot()));
      Outcomes.value(after.renewByKey(joined.chain().getFirst(), key, NOON));
      Outcomes.value(after.enrol(token, PeerKind.PROXY, key, NOON));
      after.revoke(joined);
    }
    try (RocksState state = open()) {
      Installation last = new Installation(33, state);
      Outcomes.assertRefused(
          Reason.IDENTITY_REVOKED,
          "revoked",
          PeerCheck.admit(List.copyOf(joined.chain()), PeerKind.AGENT, NOON, last.snapshot()));
    }
  }

  private RocksState open() throws StorageException {
    return new StateDirectory(directory.resolve("state"), Durability.SYNCED).open(NOON);
  }
}
