package io.engram.jobs.report.benchmark;

import com.samskivert.mustache.Mustache;
import io.engram.consolidation.benchmark.BenchmarkRun;
import io.engram.consolidation.benchmark.TaskSamples;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The report of a benchmark run: one HTML file that needs nothing else. */
public final class BenchmarkPage {
  private BenchmarkPage() {}

  private record Content(PageView view, PageParts parts, String data) {}

  /**
   * The page in UTF-8; the same run gives the same bytes. Cells may be missing.
   *
   * @param samples rows of its tasks to look at; tasks may be missing
   */
  public static byte[] html(BenchmarkRun run, List<TaskSamples> samples) {
    BenchmarkSummary summary = BenchmarkSummary.of(run);
    Content content =
        new Content(
            PageView.of(run, summary), PageParts.load(), PageData.of(run, summary, samples).json());
    return Mustache.compiler()
        .compile(PageParts.template())
        .execute(content)
        .getBytes(StandardCharsets.UTF_8);
  }
}
