package io.engram.jobs.data.debian;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.JobException;
import io.engram.jobs.data.archive.ToyArchives;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageFilesTest {
  private static final byte[] CONTENT = "the data".getBytes(UTF_8);
  private static final LakeFile KNOWN =
      new LakeFile("data.gz", CONTENT.length, ContentHash.sha256(CONTENT));

  @TempDir Path folder;

  @Test
  void aFileOfAPackageIsUnpackedOnceAndCheckedEveryTime() throws IOException {
    Path deb = deb("./usr/share/datasets/toy/data.gz", CONTENT, true);
    Path files = files(deb);
    assertThat(files.resolve("data.gz")).hasBinaryContent(CONTENT);
    assertThat(Files.list(files)).hasSize(1);
    Files.delete(deb);
    assertThat(files(deb)).isEqualTo(files);
    Files.write(files.resolve("data.gz"), "damaged!".getBytes(UTF_8));
    deb("./usr/share/datasets/toy/data.gz", CONTENT, false);
    assertThat(files(deb).resolve("data.gz")).hasBinaryContent(CONTENT);
  }

  @Test
  void aPackageWithoutTheFileOrWithAnotherOneIsRefusedAndNothingIsKept() throws IOException {
    Path deb = deb("./usr/share/doc/toy/data", CONTENT, true);
    assertThatThrownBy(() -> files(deb))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("toy.deb has no file data.gz");
    deb("./usr/share/datasets/toy/data.gz", "other data".getBytes(UTF_8), true);
    assertThatThrownBy(() -> files(deb))
        .hasMessageContaining("data.gz of " + deb)
        .hasMessageContaining("10 bytes, expected 8");
    Files.write(deb, "no package".getBytes(UTF_8));
    assertThatThrownBy(() -> files(deb)).hasMessageContaining("cannot read the package " + deb);
    assertThat(Files.list(folder.resolve("cache/toy"))).isEmpty();
  }

  @Test
  void withoutAptTheMessageSaysWhatToDo() {
    AptUpdate apt = new AptUpdate("no-such-apt-get", folder.resolve("apt"));
    assertThatThrownBy(() -> apt.download("toy", folder)).hasMessageContaining("no-such-apt-get");
  }

  private Path files(Path deb) {
    return new PackageFiles(
            new AptUpdate("no-such-apt-get", folder.resolve("apt")), folder.resolve("cache"))
        .folder("toy", List.of(KNOWN), Optional.of(deb));
  }

  private Path deb(String name, byte[] content, boolean xz) throws IOException {
    Map<String, byte[]> installed = new LinkedHashMap<>();
    installed.put("./usr/share/doc/toy/copyright", "MIT".getBytes(UTF_8));
    installed.put(name, content);
    byte[] tar = ToyArchives.tar(installed);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (XZCompressorOutputStream out = new XZCompressorOutputStream(compressed)) {
      out.write(tar);
    }
    Path deb = folder.resolve("toy.deb");
    try (ArArchiveOutputStream ar = new ArArchiveOutputStream(Files.newOutputStream(deb))) {
      put(ar, "debian-binary", "2.0\n".getBytes(UTF_8));
      put(ar, "control.tar", ToyArchives.tar(Map.of("./control", CONTENT)));
      put(ar, xz ? "data.tar.xz" : "data.tar", xz ? compressed.toByteArray() : tar);
    }
    return deb;
  }

  private static void put(ArArchiveOutputStream ar, String name, byte[] content)
      throws IOException {
    ar.putArchiveEntry(new ArArchiveEntry(name, content.length));
    ar.write(content);
    ar.closeArchiveEntry();
  }
}
