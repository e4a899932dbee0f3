package io.engram.consolidation.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.lake.BackboneRef;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it takes to compare a version with its record: all of it with a backbone of 90 MB, and what
 * a load through the store adds to the reading. Prints, and asserts no time.
 */
class VerificationCostTest {
  private static final int BACKBONE_BYTES = Soak.count(2, 90) << 20;
  private static final int ROUNDS = Soak.count(1, 20);

  @TempDir Path temporary;

  @Test
  void aLargeVersionIsVerifiedAndAFlippedBitInItsBackboneIsFound() throws IOException {
    Configuration conf = new Configuration();
    ModelStore store = ModelStore.openOrCreate(temporary.resolve("model").toUri(), conf);
    VersionDraft small = StampedVersion.write(store, conf, 0, "small");
    BackboneRef backbone = backbone(store, conf);
    VersionRecord version =
        PublicationContract.published(
            store.publish(
                new VersionDraft(
                    small.folder(), 0, small.objects(), backbone, "small", small.provenance())));
    long bytes =
        backbone.length()
            + version.objects().stream().mapToLong(ObjectRef::length).sum()
            + version.files().stream().mapToLong(LakeFile::length).sum();
    long[] all = new long[ROUNDS];
    long[] load = new long[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      assertThat(store.verify(version)).isEmpty();
      all[round] = System.nanoTime() - start;
      start = System.nanoTime();
      store.checkedFolder(version);
      load[round] = System.nanoTime() - start;
    }
    Arrays.sort(all);
    Arrays.sort(load);
    double seconds = all[ROUNDS / 2] / 1e9;
    System.out.printf(
        "verify: %.1f MB in %.3f s (median of %d), %.2f s a 400 MB; files and objects alone %.1f"
            + " ms%n",
        bytes / 1e6, seconds, ROUNDS, seconds * 400e6 / bytes, load[ROUNDS / 2] / 1e6);

    flip(Path.of(store.root()).resolve("backbones/" + backbone.sha256() + "/model.safetensors"));
    assertThat(store.verify(version)).extracting(Damage::kind).containsExactly(Damage.Kind.CHANGED);
  }

  private static BackboneRef backbone(ModelStore store, Configuration conf) throws IOException {
    byte[] content = new byte[BACKBONE_BYTES];
    new Random(7).nextBytes(content);
    String hash = ContentHash.sha256(content);
    var folder =
        new org.apache.hadoop.fs.Path(
            new StoreLayout(new org.apache.hadoop.fs.Path(store.root())).backbones(), hash);
    LakeFiles.at(folder, conf)
        .writeImmutable(
            new org.apache.hadoop.fs.Path(folder, "model.safetensors"),
            ContentSource.of(content),
            content.length);
    return new BackboneRef(hash, List.of(new LakeFile("model.safetensors", content.length, hash)));
  }

  private static void flip(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
  }
}
