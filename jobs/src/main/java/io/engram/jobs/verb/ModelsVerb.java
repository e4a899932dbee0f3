package io.engram.jobs.verb;

import io.engram.consolidation.store.ModelReference;
import io.engram.jobs.report.ModelsReport;
import io.engram.jobs.service.ModelCatalog;
import io.engram.jobs.service.Services;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engram models ...}. */
@Command(
    name = "models",
    description = "Shows, checks, names and exports the versions of a model.",
    synopsisSubcommandLabel = "(list | show | export | verify | alias)",
    subcommands = {
      ModelsVerb.ListVerb.class,
      ModelsVerb.ShowVerb.class,
      ModelsVerb.ExportVerb.class,
      ModelsVerb.VerifyVerb.class,
      ModelsVerb.AliasVerb.class
    },
    footer = {"", "Example:", "  engram models list --model lake/models/support"})
final class ModelsVerb extends VerbGroup {

  /** A verb about one model. */
  abstract static class ModelVerb extends Verb {
    @Option(
        names = "--model",
        required = true,
        paramLabel = "URI[@ALIAS|#VERSION]",
        order = 1,
        description = "model; without alias or number the newest version")
    private String model;

    ModelReference model() {
      return model(model);
    }
  }

  @Command(
      name = "list",
      description = "Lists all versions: task, slot, accuracy, time, names.",
      footer = {"", "Example:", "  engram models list --model lake/models/support"})
  static final class ListVerb extends ModelVerb {
    @Override
    VerbResult execute(Services services) {
      List<ModelCatalog.Version> versions = services.models().list(model().root());
      return VerbResult.done(ModelsReport.list(versions), ModelsReport.listJson(versions));
    }
  }

  @Command(
      name = "show",
      description = "Shows everything the record of a version says.",
      footer = {"", "Example:", "  engram models show --model lake/models/support#3"})
  static final class ShowVerb extends ModelVerb {
    @Override
    VerbResult execute(Services services) {
      Map<String, Object> shown = services.models().show(model());
      return VerbResult.done(ModelsReport.show(shown), shown);
    }
  }

  @Command(
      name = "export",
      description = "Writes a version as a folder that stands alone: PipelineModel.load reads it.",
      footer = {
        "",
        "Example:",
        "  engram models export --model lake/models/support@production --to /data/support-model"
      })
  static final class ExportVerb extends ModelVerb {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "URI",
        order = 2,
        description = "folder to write; must not exist")
    private String target;

    @Override
    VerbResult execute(Services services) {
      services.models().export(model(), target);
      return VerbResult.done(
          "Exported " + model() + " to " + target, json("model", model(), "exported", target));
    }
  }

  @Command(
      name = "verify",
      description = "Reads every file of a version and compares its checksum.",
      footer = {"", "Example:", "  engram models verify --model lake/models/support"})
  static final class VerifyVerb extends ModelVerb {
    @Override
    VerbResult execute(Services services) {
      long files = services.models().verify(model());
      return VerbResult.done(
          "All " + files + " files of " + model() + " are as they were published.",
          json("model", model(), "files", files));
    }
  }

  @Command(
      name = "alias",
      description = "Gives a version a name (production, candidate, ...), or moves the name to it.",
      footer = {
        "",
        "Example:",
        "  engram models alias --model lake/models/support#3 --name production"
      })
  static final class AliasVerb extends ModelVerb {
    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        order = 2,
        description = "the name")
    private String name;

    @Override
    VerbResult execute(Services services) {
      services.models().alias(model(), name);
      long version = services.models().aliases(model().root()).get(name);
      return VerbResult.done(
          name + " is version " + version + " of " + model().root(),
          json("alias", name, "version", version));
    }
  }

  private static Map<String, Object> json(String key, Object value, String key2, Object value2) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(key, value instanceof ModelReference ? value.toString() : value);
    json.put(key2, value2);
    return json;
  }
}
