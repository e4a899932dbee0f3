package io.engram.jobs.verb;

import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.VersionRecord;
import io.engram.jobs.JobException;
import io.engram.jobs.report.AliasReport;
import io.engram.jobs.service.ModelCatalog.AliasMove;
import io.engram.jobs.service.Services;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engram models rollback}. */
@Command(
    name = "rollback",
    description = {
      "Goes back to an earlier version; nothing is deleted, and going forward again works the same way.",
      "",
      "Without --alias the content of the version is published once more as the newest one: who scores with the model's"
          + " URI gets it, and the next task is learnt on top of it. With --alias only the name is moved: to the version of"
          + " --model, or, where none is named, to the version that it named before the one it names now."
    },
    footer = {
      "",
      "Example:",
      "  engram models rollback --model lake/models/support#3 --reason 'wrong labels in March'",
      "  engram models rollback --model lake/models/support --alias production"
    })
final class ModelRollbackVerb extends ModelVerb {
  @Option(
      names = "--alias",
      paramLabel = "NAME",
      order = 2,
      description = "move only this name; if not given: a new version is published")
  private String alias;

  @Option(names = "--reason", paramLabel = "TEXT", order = 3, description = "kept with it")
  private String reason;

  @Override
  VerbResult execute(Services services) {
    return alias == null ? restored(services) : moved(services);
  }

  private VerbResult restored(Services services) {
    ModelReference model = model();
    if (isWhole(model)) {
      throw JobException.usage(
          "to which version? --model "
              + model.root()
              + "#N or @ALIAS; or --alias NAME to move a name back to what it named before");
    }
    VersionRecord restored = services.upkeep().restore(model, kept(reason));
    long source = restored.change().restores();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", restored.number());
    json.put("restores", source);
    json.put("reason", restored.change().reason());
    return VerbResult.done(
        "Version %d of %s is the newest and holds what version %d holds. No name was moved."
            .formatted(restored.number(), model.root(), source),
        json);
  }

  private VerbResult moved(Services services) {
    ModelReference model = model();
    String name = aliasName("--alias", alias);
    AliasMove move =
        isWhole(model)
            ? services.models().aliasBack(model.root(), name, kept(reason))
            : services.models().alias(model, name, kept(reason));
    return VerbResult.done(AliasReport.moved(model.root(), move), AliasReport.movedJson(move));
  }
}
