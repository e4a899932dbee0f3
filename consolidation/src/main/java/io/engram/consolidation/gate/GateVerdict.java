package io.engram.consolidation.gate;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the gate said about a version when it was published.
 *
 * @param passed whether every rule was kept
 * @param rules that were asked for
 * @param production version it was judged against, 0: none was in production
 * @param move number of the alias's newest move at that time; who finds another one knows that
 *     somebody moved it since
 * @param findings every comparison, in the order of the tasks
 */
public record GateVerdict(
    boolean passed, GateRules rules, long production, long move, List<GateFinding> findings) {

  public GateVerdict {
    Objects.requireNonNull(rules, "rules");
    findings = findings == null ? List.of() : List.copyOf(findings);
    if (passed != findings.stream().allMatch(GateFinding::passed)) {
      throw new IllegalArgumentException("passed is " + passed + ", the findings are " + findings);
    }
  }

  /** Comparisons that do not keep their rule. */
  public List<GateFinding> refusals() {
    return findings.stream().filter(finding -> !finding.passed()).toList();
  }

  /** Why, in one line: what was refused, or what was compared and with what result. */
  public String reason() {
    if (!passed) {
      return refusals().stream().map(GateFinding::message).collect(Collectors.joining("; "));
    }
    String against = production == 0 ? "nothing in production yet" : "production " + production;
    return findings.isEmpty()
        ? "no rule to keep, " + against
        : "all " + findings.size() + " comparisons kept their rule, " + against;
  }
}
