package io.engram.jobs.verb;

import io.engram.consolidation.store.ModelReference;
import io.engram.jobs.report.AliasReport;
import io.engram.jobs.service.ModelCatalog.AliasMove;
import io.engram.jobs.service.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engram models rollback}. */
@Command(
    name = "rollback",
    description = {
      "Goes back to an earlier version; nothing is deleted, and going forward again works the same way.",
      "",
      "The name is moved to the version of --model, or, where none is named, to the version that it named before the one"
          + " it names now. Jobs that score with URI@NAME use it from their next start on."
    },
    footer = {
      "",
      "Example:",
      "  engram models rollback --model lake/models/support --alias production --reason 'wrong labels in March'"
    })
final class ModelRollbackVerb extends ModelVerb {
  @Option(
      names = "--alias",
      required = true,
      paramLabel = "NAME",
      order = 2,
      description = "name to move back")
  private String alias;

  @Option(names = "--reason", paramLabel = "TEXT", order = 3, description = "kept with the move")
  private String reason;

  @Override
  VerbResult execute(Services services) {
    ModelReference model = model();
    String name = aliasName("--alias", alias);
    AliasMove move =
        isWhole(model)
            ? services.models().aliasBack(model.root(), name, reason)
            : services.models().alias(model, name, reason);
    return VerbResult.done(AliasReport.moved(model.root(), move), AliasReport.movedJson(move));
  }
}
