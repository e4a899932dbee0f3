package io.engram.jobs.data.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageListsTest {
  private static final String STABLE = "example.org_debian_dists_stable";
  private static final String PACKAGES = STABLE + "_main_binary-amd64_Packages";
  private static final String TRANSLATION = STABLE + "_main_i18n_Translation-en";

  @TempDir private Path folder;

  @Test
  void stanzasBecomePackagesWithTheirDescriptions() throws IOException {
    copy(PACKAGES, TRANSLATION);
    Map<String, DebianPackage> packages = read();
    assertThat(packages.keySet())
        .containsExactlyInAnyOrder("alpha-tools", "beta", "delta", "epsilon", "libalpha-dev");
    DebianPackage alpha = packages.get("alpha-tools");
    assertThat(alpha.text())
        .isEqualTo("tools of alpha. Alpha converts one thing into another: * quickly");
    assertThat(alpha.source()).isEqualTo("alpha");
    assertThat(alpha.section()).as("of the first entry").isEqualTo("utils");
    assertThat(alpha.tags())
        .containsExactly(
            "implemented-in::c",
            "implemented-in::c++",
            "interface::commandline",
            "role::program",
            "use::converting");
  }

  @Test
  void missingFieldsAndOddLinesDoNotStopTheReading() throws IOException {
    copy(PACKAGES, TRANSLATION);
    Map<String, DebianPackage> packages = read();
    assertThat(packages.get("beta").section()).isNull();
    assertThat(packages.get("beta").source()).isEqualTo("beta");
    assertThat(packages.get("beta").text()).isEqualTo("no translation: the synopsis alone");
    assertThat(packages.get("beta").tags()).isEmpty();
    assertThat(packages).as("no description at all").doesNotContainKey("gamma");
    assertThat(packages.get("delta").section()).as("first of two").isEqualTo("text");
    assertThat(packages.get("libalpha-dev").section()).isEqualTo("libdevel");
  }

  @Test
  void textIsUtf8AndBrokenBytesAreReplaced() throws IOException {
    copy(PACKAGES, TRANSLATION);
    Map<String, DebianPackage> packages = read();
    assertThat(packages.get("delta").text())
        .isEqualTo("lit des textes en français – 日本語. A tab begins this line.");
    assertThat(packages.get("epsilon").text()).isEqualTo("plays caf\uFFFD music");
  }

  @Test
  void compressedListsAreTheSameLists() throws IOException {
    copy(PACKAGES, TRANSLATION);
    List<DebianPackage> plain = PackageLists.in(folder).read();
    compress(PACKAGES, ".gz", GZIPOutputStream::new);
    compress(
        TRANSLATION,
        ".xz",
        out -> new CompressorStreamFactory().createCompressorOutputStream("xz", out));
    assertThat(PackageLists.in(folder).read()).isEqualTo(plain);
    compress(
        PACKAGES + ".gz",
        "",
        ".lz4",
        out -> new CompressorStreamFactory().createCompressorOutputStream("lz4-framed", out));
    assertThat(PackageLists.in(folder).read()).isEqualTo(plain);
  }

  @Test
  void listsOfOtherOriginsAreLeftAlone() throws IOException {
    copy(PACKAGES, TRANSLATION);
    Files.writeString(folder.resolve(STABLE + "_InRelease"), "Origin: Debian\nSuite: stable\n");
    String other = "other.org_apt_dists_any";
    Files.writeString(folder.resolve(other + "_InRelease"), "Origin: Other\n");
    Files.writeString(
        folder.resolve(other + "_main_binary-amd64_Packages"),
        "Package: stranger\nDescription: of others\n");
    assertThat(read()).doesNotContainKey("stranger").containsKey("alpha-tools");
    assertThat(PackageLists.in(folder).sources())
        .extracting(file -> file.path())
        .containsExactly(PACKAGES, TRANSLATION);
  }

  @Test
  void missingListsAreSaidWithWhatToDo() throws IOException {
    assertThatThrownBy(() -> PackageLists.in(folder))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("no package list of Debian")
        .hasMessageContaining(folder.toString());
    copy(PACKAGES);
    assertThatThrownBy(() -> PackageLists.in(folder))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("apt-get -o Acquire::Languages=en update");
  }

  @Test
  void withoutAptTheMessageSaysHowToDoWithout() {
    assertThatThrownBy(() -> new AptUpdate("no-such-apt-get", folder).lists(false))
        .isInstanceOfSatisfying(
            JobException.class,
            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED))
        .hasMessageContaining("--lists");
  }

  @Test
  void aFailedFetchShowsWhatAptSaidAndListsAreFetchedOnce() throws IOException {
    Path apt = folder.resolve("apt-get");
    Files.writeString(apt, "#!/bin/sh\necho E: no route to the mirror\nexit 100\n");
    Files.setPosixFilePermissions(apt, PosixFilePermissions.fromString("rwx------"));
    AptUpdate update = new AptUpdate(apt.toString(), folder.resolve("cache"));
    assertThatThrownBy(() -> update.lists(false)).hasMessageContaining("no route to the mirror");

    Path lists = folder.resolve("cache/lists");
    Files.writeString(
        apt, "#!/bin/sh\necho x >> " + lists + "/fetched\n: > " + lists + "/a_Translation-en\n");
    assertThat(update.lists(false)).isEqualTo(lists);
    update.lists(false);
    assertThat(lists.resolve("fetched")).hasContent("x");
    update.lists(true);
    assertThat(lists.resolve("fetched")).hasContent("x\nx");
  }

  @Test
  void listsThatAFailedFetchLeftAreFetchedAgain() throws IOException {
    Path lists = folder.resolve("cache/lists");
    Path apt = folder.resolve("apt-get");
    String some =
        "#!/bin/sh\necho x >> %s/fetched\n: > %s/a_Translation-en\n".formatted(lists, lists);
    Files.writeString(apt, some + "exit 100\n");
    Files.setPosixFilePermissions(apt, PosixFilePermissions.fromString("rwx------"));
    AptUpdate update = new AptUpdate(apt.toString(), folder.resolve("cache"));
    assertThatThrownBy(() -> update.lists(false)).isInstanceOf(JobException.class);
    assertThatThrownBy(() -> update.lists(false)).isInstanceOf(JobException.class);

    Files.writeString(apt, some);
    update.lists(false);
    update.lists(false);
    assertThat(lists.resolve("fetched")).hasContent("x\nx\nx");

    Files.writeString(apt, some + "exit 100\n");
    assertThatThrownBy(() -> update.lists(true)).isInstanceOf(JobException.class);
    assertThatThrownBy(() -> update.lists(false)).isInstanceOf(JobException.class);
  }

  private Map<String, DebianPackage> read() {
    return PackageLists.in(folder).read().stream()
        .collect(Collectors.toMap(DebianPackage::name, Function.identity()));
  }

  private void copy(String... names) throws IOException {
    for (String name : names) {
      Files.write(folder.resolve(name), Files.readAllBytes(resource(name)));
    }
  }

  private static Path resource(String name) {
    try {
      URI uri = PackageListsTest.class.getResource(name).toURI();
      return Path.of(uri);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Compression {
    OutputStream over(OutputStream out) throws IOException;
  }

  private void compress(String name, String extension, Compression compression) throws IOException {
    compress(name, name, extension, compression);
  }

  private void compress(String there, String name, String extension, Compression compression)
      throws IOException {
    String plain = name.isEmpty() ? PACKAGES : name;
    try (OutputStream out =
        compression.over(Files.newOutputStream(folder.resolve(plain + extension)))) {
      out.write(Files.readAllBytes(resource(plain)));
    }
    Files.delete(folder.resolve(there));
    assertThat(
            new String(
                Files.readAllBytes(folder.resolve(plain + extension)), StandardCharsets.ISO_8859_1))
        .doesNotContain("Package: alpha-tools\nSource");
  }
}
