package io.engram.jobs.verb;

import io.engram.jobs.config.JobConfig;
import io.engram.jobs.service.InputSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How tables are read and what their columns mean: learn, watch, score and evaluate. */
final class TableOptions {
  @ArgGroup(validate = false, heading = "%nTable:%n", order = 20)
  private Table table = new Table();

  @ArgGroup(validate = false, heading = "%nPictures:%n", order = 25)
  private PictureOptions pictures = new PictureOptions();

  static final class Table {
    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description =
            "parquet, csv, json, orc, image-folder (a folder a class), binaryFile, image or another Spark source")
    private String format;

    @Option(
        names = "--option",
        paramLabel = "KEY=VALUE",
        description = "option of that source, e.g. header=true; may be repeated")
    private Map<String, String> options;

    @Option(names = "--text-col", paramLabel = "COLUMN", description = "text")
    private String textCol;

    @Option(
        names = "--text-pair-col",
        paramLabel = "COLUMN",
        description = "second text of a pair (question and answer, premise and hypothesis)")
    private String textPairCol;

    @Option(
        names = "--image-col",
        paramLabel = "COLUMN",
        description =
            "picture instead of text: binary (bytes of a file, as binaryFile gives), addresses of files, or structs of"
                + " Spark's image source")
    private String imageCol;

    @Option(names = "--label-col", paramLabel = "COLUMN", description = "class")
    private String labelCol;

    @Option(
        names = "--split-col",
        paramLabel = "COLUMN",
        description =
            "says train, validation or test; the usual name counts where the table has such a column, any other has to"
                + " be there; none: whatever the table says")
    private String splitCol;

    @Option(
        names = "--key-cols",
        paramLabel = "COLUMN",
        split = ",",
        description = "what identifies a row, separated by commas; else a hash of the row")
    private List<String> keyCols;
  }

  /** The table at an address. */
  InputSpec spec(String uri, JobConfig config) {
    Map<String, String> options = new TreeMap<>(config.section("input.options"));
    options.putAll(table.options == null ? Map.of() : table.options);
    return new InputSpec(
        uri,
        table.format,
        options,
        table.textCol,
        Optional.ofNullable(table.textPairCol),
        Optional.ofNullable(table.imageCol),
        table.labelCol,
        table.splitCol,
        table.keyCols == null ? List.of() : table.keyCols,
        pictures.reading());
  }
}
