package io.engram.jobs.verb;

import io.engram.jobs.data.debian.AptUpdate;
import io.engram.jobs.data.debian.PackageLists;
import io.engram.transformers.lake.PrivateFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the package lists of Debian are. */
final class PackageListOptions {
  @Option(
      names = "--lists",
      paramLabel = "DIR",
      order = 3,
      description =
          "folder with Debian's *_Packages and *_Translation-en, plain or compressed, e.g. /var/lib/apt/lists; else they are"
              + " fetched by apt-get")
  private Path lists;

  @Option(
      names = "--update",
      order = 4,
      description = "fetch Debian's package lists anew, though there are some from an earlier call")
  private boolean update;

  /** Whether the user said which lists are to be read. */
  boolean named() {
    return lists != null || update;
  }

  /** The lists, fetched where they have to be. */
  PackageLists lists() {
    return PackageLists.in(
        lists != null
            ? lists
            : new AptUpdate("apt-get", PrivateFolder.ofThisUser("apt")).lists(update));
  }
}
