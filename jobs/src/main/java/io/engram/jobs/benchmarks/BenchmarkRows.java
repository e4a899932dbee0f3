package io.engram.jobs.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.jobs.data.CutSettings;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.TaskRow;
import io.engram.jobs.data.WordNetCut;
import io.engram.jobs.data.WordNetJar;
import io.engram.transformers.input.TokenIds;
import io.engram.transformers.text.Tokenizer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that all sides of a training benchmark train on: the training split of one WordNet task,
 * tokenised, one JSON object a line.
 *
 * @param key row key
 * @param label index of the class
 * @param ids token ids, special tokens included
 */
record BenchmarkRows(String key, int label, int[] ids) {
  private static final String TASK = "person";

  /** Cuts the task and writes its rows. */
  static void write(Path wordNetJar, Tokenizer tokenizer, Path target) throws IOException {
    TaskCut task =
        new WordNetCut(WordNetJar.nouns(wordNetJar), CutSettings.full())
            .tasks().stream()
                .filter(cut -> cut.id().contains(TASK))
                .findFirst()
                .orElseThrow(() -> new IOException("WordNet has no task " + TASK));
    JsonMapper mapper = new JsonMapper();
    try (BufferedWriter out = Files.newBufferedWriter(target)) {
      for (TaskRow row : task.rows()) {
        if (row.split().equals(TaskRow.TRAIN)) {
          ObjectNode node = mapper.createObjectNode();
          node.put("key", row.key());
          node.put("label", task.classes().indexOf(row.label()));
          var ids = node.putArray("ids");
          for (int id : tokenizer.tokenize(row.text(), null).ids()) {
            ids.add(id);
          }
          out.write(node.toString());
          out.newLine();
        }
      }
    }
  }

  static List<BenchmarkRows> read(Path source) throws IOException {
    JsonMapper mapper = new JsonMapper();
    List<BenchmarkRows> rows = new ArrayList<>();
    for (String line : Files.readAllLines(source, StandardCharsets.UTF_8)) {
      JsonNode node = mapper.readTree(line);
      int[] ids = new int[node.get("ids").size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = node.get("ids").get(i).intValue();
      }
      rows.add(new BenchmarkRows(node.get("key").textValue(), node.get("label").intValue(), ids));
    }
    return rows;
  }

  TokenIds tokens() {
    return new TokenIds(ids, new int[ids.length], false);
  }
}
