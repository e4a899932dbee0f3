package io.engram.jobs.report;

import io.engram.consolidation.gate.GateFinding;
import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.gate.GateVerdict;
import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.jobs.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the gate said and what came of it. */
final class PromotionReport {
  private PromotionReport() {}

  static ExitCode exitCode(PromotionOutcome.Kind kind) {
    return switch (kind) {
      case MOVED, STANDS, PASSED, MOVED_SINCE -> ExitCode.DONE;
      case FAILED -> ExitCode.GATE;
      case CONFLICT -> ExitCode.CONFLICT;
      case UNKNOWN -> ExitCode.UNKNOWN;
    };
  }

  static String text(PromotionOutcome outcome) {
    GateVerdict verdict = outcome.verdict();
    String table = verdict == null || verdict.findings().isEmpty() ? "" : findings(verdict) + "\n";
    return table + outcome.message();
  }

  /** Every comparison in a row. */
  static String findings(GateVerdict verdict) {
    return new TextTable(
            List.of("task", "rule", "production", "now", "verdict"),
            verdict.findings().stream().map(PromotionReport::cells).toList())
        .text();
  }

  private static List<String> cells(GateFinding finding) {
    return List.of(
        finding.task(),
        rule(finding),
        percent(finding.production()),
        percent(finding.accuracy()),
        finding.passed() ? "kept" : finding.accuracy() == null ? "not measured" : "not kept");
  }

  private static String rule(GateFinding finding) {
    return finding.check() == GateFinding.Check.FLOOR
        ? "at least " + percent(finding.limit())
        : "loses at most " + percent(finding.limit());
  }

  private static String percent(Double share) {
    return Figures.percent(share == null ? Double.NaN : share);
  }

  static Map<String, Object> json(PromotionOutcome outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("outcome", outcome.kind().word());
    json.put("version", outcome.version());
    json.put("production", outcome.production() == 0 ? null : outcome.production());
    json.put("message", outcome.message());
    if (outcome.verdict() != null) {
      json.put("verdict", json(outcome.verdict()));
    }
    return json;
  }

  static Map<String, Object> json(GateVerdict verdict) {
    Map<String, Object> json = new LinkedHashMap<>();
    GateRules rules = verdict.rules();
    json.put("passed", verdict.passed());
    json.put("minAccuracy", rules.minAccuracy());
    json.put("maxForgetting", rules.maxForgetting());
    json.put("promote", rules.promote());
    json.put("against", verdict.production() == 0 ? null : verdict.production());
    json.put("findings", verdict.findings().stream().map(PromotionReport::json).toList());
    return json;
  }

  private static Map<String, Object> json(GateFinding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", finding.task());
    json.put("check", name(finding.check()));
    json.put("production", finding.production());
    json.put("accuracy", finding.accuracy());
    json.put("limit", finding.limit());
    json.put("passed", finding.passed());
    json.put("message", finding.message());
    return json;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
