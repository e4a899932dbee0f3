package io.engram.transformers.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.lake.ExclusiveCreate.Outcome;
import io.engram.transformers.lake.s3.LossyWire;
import io.engram.transformers.lake.s3.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Replies that really get lost between S3's client and the server, and a server without conditions.
 */
class S3aLostReplyTest {
  private static final int ROUNDS = Integer.getInteger("engram.soak", 0) > 0 ? 50 : 5;
  private static final byte[] CONTENT = "the same bytes".getBytes(StandardCharsets.UTF_8);

  private static S3Server server;
  private static LossyWire wire;
  private static Configuration conf;
  private static Path bucket;

  private final S3aExclusiveCreate create = new S3aExclusiveCreate();
  private Path folder;

  @BeforeAll
  static void connect() throws IOException {
    server = S3Server.shared();
    wire = new LossyWire(server.port());
    conf = impatient(wire);
    bucket = new Path(server.freshBucket());
    new S3aExclusiveCreate().create(new Path(bucket, "/first"), CONTENT, conf);
  }

  @AfterAll
  static void cut() throws IOException {
    wire.close();
  }

  private static Configuration impatient(LossyWire wire) {
    Configuration conf = S3Server.conf(wire.port());
    conf.set("fs.s3a.attempts.maximum", "2");
    conf.set("fs.s3a.retry.limit", "1");
    conf.set("fs.s3a.retry.interval", "10ms");
    return conf;
  }

  @BeforeEach
  void freshFolder() {
    wire.heal();
    folder = new Path(bucket, "/" + UUID.randomUUID());
  }

  @Test
  void winnerWhoseRepeatedPutIsRefusedIsStillTheWinner() throws IOException {
    int before = wire.lost();
    for (int round = 0; round < ROUNDS; round++) {
      Path path = new Path(folder, "round-" + round);
      wire.loseRepliesToConditionalPuts(1);

      // Every writer writes the same bytes: only the writer's own id can tell.
      assertThat(create.create(path, CONTENT, conf)).isEqualTo(Outcome.CREATED);
      assertThat(create.create(path, CONTENT, conf)).isEqualTo(Outcome.ALREADY_THERE);
      assertThat(wire.lost()).isEqualTo(before + round + 1);
    }
  }

  @Test
  void winnerWhoNeverHearsOfItsPutIsStillTheWinner() throws IOException {
    int before = wire.lost();
    wire.loseRepliesToConditionalPuts(Integer.MAX_VALUE);

    assertThat(create.create(new Path(folder, "second"), CONTENT, conf)).isEqualTo(Outcome.CREATED);
    assertThat(wire.lost()).isGreaterThan(before + 1);
  }

  @Test
  void outcomeIsUnknownWhileNothingIsHeardAndCanBeReadLater() throws IOException {
    Path path = new Path(folder, "second");
    wire.loseEveryReply();

    assertThatThrownBy(() -> create.create(path, CONTENT, conf))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining(path.toString());

    wire.heal();
    assertThat(create.create(path, CONTENT, conf)).isEqualTo(Outcome.ALREADY_THERE);
    assertThat(LakeFiles.at(path, conf).read(path, 100)).isEqualTo(CONTENT);
  }

  @Test
  void storeThatIgnoresTheConditionIsRefusedAndNothingIsLeftThere() throws IOException {
    try (LossyWire old = new LossyWire(server.port())) {
      old.ignoreConditions();
      Configuration through = impatient(old);
      Path log = new Path(server.freshBucket() + "/log");

      assertThatThrownBy(() -> create.create(new Path(log, "first"), CONTENT, through))
          .isInstanceOf(UnsupportedFileSystemException.class)
          .hasMessageContaining(log + "/first")
          .hasMessageContaining("If-None-Match")
          .hasMessageContaining("another file system");
      assertThat(LakeFiles.at(log, through).filesBelow(log)).isEmpty();
    }
  }
}
