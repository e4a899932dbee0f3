package io.engram.jobs.verb;

import io.engram.jobs.report.ModelsReport;
import io.engram.jobs.report.VersionReport;
import io.engram.jobs.service.ModelCatalog;
import io.engram.jobs.service.Services;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engram models ...}. */
@Command(
    name = "models",
    description =
        "Shows, compares, checks, names, restores, exports and clears the versions of a model.",
    synopsisSubcommandLabel =
        "(list | show | diff | verify | alias | rollback | export | resume | erase | gc)",
    subcommands = {
      ModelsVerb.ListVerb.class,
      ModelsVerb.ShowVerb.class,
      ModelDiffVerb.class,
      ModelVerifyVerb.class,
      ModelAliasVerb.class,
      ModelRollbackVerb.class,
      ModelsVerb.ExportVerb.class,
      ModelResumeVerb.class,
      ModelEraseVerb.class,
      ModelGcVerb.class
    },
    footer = {"", "Example:", "  engram models list --model lake/models/support"})
final class ModelsVerb extends VerbGroup {

  @Command(
      name = "list",
      description =
          "Lists all versions: task, slot, accuracy, bytes added to the lake, verdict of the gate, time, names.",
      footer = {"", "Example:", "  engram models list --model lake/models/support"})
  static final class ListVerb extends ModelVerb {
    @Override
    VerbResult execute(Services services) {
      ModelCatalog.Listed listed = services.models().list(model().root());
      return VerbResult.done(ModelsReport.list(listed), ModelsReport.listJson(listed));
    }
  }

  @Command(
      name = "show",
      description = "Shows everything that is known about a version.",
      footer = {"", "Example:", "  engram models show --model lake/models/support#3"})
  static final class ShowVerb extends ModelVerb {
    @Override
    VerbResult execute(Services services) {
      ModelCatalog.Shown shown = services.models().show(model());
      return VerbResult.done(VersionReport.text(shown), VersionReport.json(shown));
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
          "Exported " + model() + " to " + target,
          Map.of("model", model().toString(), "exported", target));
    }
  }
}
