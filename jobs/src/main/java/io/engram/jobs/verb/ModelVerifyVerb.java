package io.engram.jobs.verb;

import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.Verification;
import io.engram.jobs.ExitCode;
import io.engram.jobs.report.VerifyReport;
import io.engram.jobs.service.Services;
import picocli.CommandLine.Command;

/** {@code engram models verify}. */
@Command(
    name = "verify",
    description = {
      "Reads every file of a version, or of all versions, and compares its length and SHA-256 with the record.",
      "",
      "Without alias or number all versions and all records are checked; what they share is read once. Every damaged file"
          + " is named with what was expected and found and which versions need it; the exit code is then 3."
    },
    footer = {
      "",
      "Example:",
      "  engram models verify --model lake/models/support",
      "  engram models verify --model lake/models/support@production"
    })
final class ModelVerifyVerb extends ModelVerb {
  @Override
  VerbResult execute(Services services) {
    ModelReference model = model();
    Verification found = services.models().verify(model);
    ExitCode code = VerifyReport.exitCode(found);
    if (code != ExitCode.DONE) {
      context().console().say("engram: " + VerifyReport.error(model, found));
    }
    return new VerbResult(VerifyReport.text(model, found), VerifyReport.json(model, found), code);
  }
}
