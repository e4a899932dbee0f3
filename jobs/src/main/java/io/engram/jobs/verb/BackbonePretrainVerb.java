package io.engram.jobs.verb;

import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.pretraining.PretrainReport;
import io.engram.jobs.pretraining.PretrainRequest;
import io.engram.jobs.pretraining.PretrainResult;
import io.engram.jobs.pretraining.PretrainRun;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.Services;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram backbone pretrain}. */
@Command(
    name = "pretrain",
    description = {
      "Pre-trains an image encoder (ViT) from random weights on a table of labelled pictures, on a GPU where there is"
          + " one, and writes it as a Hugging Face folder with a model card. 'engram backbone import' takes it, and so"
          + " does transformers.",
      "",
      "Rows that are not for training are held out: the epoch with the smallest loss on them is kept. An interrupted"
          + " run goes on where it was when the same command is given again, to the same weights."
    },
    footer = {
      "",
      "Example:",
      "  engram backbone pretrain --input lake/pretrain/quickdraw --image-col image --key-cols key --output my-vit",
      "      --licence 'CC BY 4.0'"
    })
final class BackbonePretrainVerb extends Verb {
  @Option(
      names = "--output",
      required = true,
      paramLabel = "FOLDER",
      order = 6,
      description = "folder to make, on this machine; it must not exist")
  private Path output;

  @Option(
      names = "--restart",
      order = 7,
      description = "forget an interrupted run into that folder and begin anew")
  private boolean restart;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      order = 8,
      description = "licence of the weights, for the model card")
  private String licence;

  @Option(
      names = "--attribution",
      paramLabel = "TEXT",
      order = 9,
      description = "whom the licence of the pictures asks to name, for the model card")
  private String attribution;

  @Mixin private InputOptions input;
  @Mixin private PretrainOptions options;

  @Override
  VerbResult execute(Services services) {
    InputSpec table = input.spec(context().config());
    if (table.imageCol().isEmpty()) {
      throw JobException.usage("--image-col names the column of the pictures; none is named");
    }
    PretrainRequest request =
        new PretrainRequest(
            table,
            output,
            options.encoder(),
            options.settings(),
            options.config(),
            restart,
            Optional.ofNullable(licence),
            Optional.ofNullable(attribution));
    try (Progress progress = context().console().progress()) {
      PretrainResult result = new PretrainRun(services.spark(), request, progress).run();
      return VerbResult.done(PretrainReport.text(result), PretrainReport.json(result));
    }
  }
}
