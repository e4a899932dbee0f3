package io.engram.jobs.report;

import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.Verification;
import io.engram.consolidation.store.Verification.Finding;
import io.engram.jobs.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code engram models verify} prints. */
public final class VerifyReport {
  private VerifyReport() {}

  public static ExitCode exitCode(Verification verification) {
    return verification.findings().isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  /** One line for the messages; empty when all is well. */
  public static String error(ModelReference model, Verification verification) {
    int damaged = verification.findings().size();
    return damaged == 0
        ? ""
        : "%d of %d files of %s %s damaged; restore them from a copy, or serve a version that needs none of them"
            .formatted(damaged, verification.files(), model, damaged == 1 ? "is" : "are");
  }

  public static String text(ModelReference model, Verification verification) {
    if (!verification.findings().isEmpty()) {
      // Also where no version is left: the records of all of them may be what is gone.
      return verification.findings().stream()
          .map(VerifyReport::finding)
          .collect(Collectors.joining("\n"));
    }
    if (verification.versions().isEmpty()) {
      return "No version was published yet.";
    }
    return "%s: %s as they were published, %d files."
        .formatted(model, versions(verification.versions()), verification.files());
  }

  private static String versions(List<Long> versions) {
    return versions.size() == 1
        ? "version " + versions.get(0) + ": all files are"
        : "all "
            + versions.size()
            + " versions, "
            + versions.get(0)
            + " to "
            + versions.get(versions.size() - 1)
            + ", and their records are";
  }

  private static String finding(Finding finding) {
    return "%s: %s%n  expected %s%n  found    %s%n  needed by %s"
        .formatted(
            finding.damage().file(),
            kind(finding),
            finding.damage().expected(),
            finding.damage().actual(),
            finding.versions().isEmpty()
                ? finding.damage().file().startsWith("aliases/") ? "an alias" : "clean-up"
                : "version "
                    + finding.versions().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ")));
  }

  private static String kind(Finding finding) {
    return finding.damage().kind().name().toLowerCase(Locale.ROOT);
  }

  public static Map<String, Object> json(ModelReference model, Verification verification) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model.toString());
    json.put("versions", verification.versions());
    json.put("files", verification.files());
    json.put("damages", verification.findings().stream().map(VerifyReport::json).toList());
    if (!verification.findings().isEmpty()) {
      json.put("error", error(model, verification));
      json.put("exitCode", exitCode(verification).code());
    }
    return json;
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", finding.damage().file());
    json.put("kind", kind(finding));
    json.put("expected", finding.damage().expected());
    json.put("actual", finding.damage().actual());
    json.put("versions", finding.versions());
    return json;
  }
}
