package io.engram.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.store.Damage;
import io.engram.consolidation.store.ModelReference;
import io.engram.consolidation.store.Verification;
import io.engram.consolidation.store.Verification.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifyReportTest {
  private static final ModelReference MODEL = ModelReference.parse("lake/model");

  @Test
  void findingsAreToldAlsoWhereTheRecordsOfAllVersionsAreLost() {
    Damage damage = new Damage("log/1.json", Damage.Kind.MISSING, "a record", "nothing");
    Verification lost = new Verification(List.of(), 1, List.of(new Finding(damage, List.of(1L))));
    assertThat(VerifyReport.text(MODEL, lost))
        .startsWith("log/1.json: missing")
        .contains("needed by version 1");
    assertThat(VerifyReport.text(MODEL, new Verification(List.of(), 0, List.of())))
        .isEqualTo("No version was published yet.");
  }
}
