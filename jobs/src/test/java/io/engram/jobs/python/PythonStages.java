package io.engram.jobs.python;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.transformers.spark.SparkStage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The Python classes of Java stages: names, documentation and defaults of their params. */
final class PythonStages {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param stage the Java stage
   * @param base its Python base class
   * @param doc what it is for
   * @param made whether users make it; models are fitted or loaded
   */
  record Stage(SparkStage stage, String base, String doc, boolean made) {
    String name() {
      return stage.getClass().getSimpleName();
    }
  }

  private record Kind(String type, String converter) {
    static Kind of(Param<?> param) {
      if (param instanceof IntParam || param instanceof LongParam) {
        return new Kind("int", "toInt");
      }
      if (param instanceof DoubleParam) {
        return new Kind("float", "toFloat");
      }
      if (param instanceof BooleanParam) {
        return new Kind("bool", "toBoolean");
      }
      return param instanceof StringArrayParam
          ? new Kind("list[str]", "toListString")
          : new Kind("str", "toString");
    }
  }

  private final List<String> lines = new ArrayList<>();

  private PythonStages() {}

  /** The module that holds these stages. */
  static String module(List<Stage> stages) throws IOException {
    PythonStages module = new PythonStages();
    module.add(
        "\"\"\"Engram's stages. Made from the Java stages by PythonStagesTest; do not edit.\"\"\"",
        "",
        "from __future__ import annotations",
        "",
        "from typing import Any",
        "",
        "from pyspark.ml.param import Param, Params, TypeConverters",
        "",
        "from engram._base import ClassifierModel, Estimator, Transformer");
    for (Stage stage : stages) {
      module.add(stage);
    }
    return String.join("\n", module.lines) + "\n";
  }

  private void add(String... more) {
    lines.addAll(List.of(more));
  }

  private void add(Stage stage) throws IOException {
    add("", "");
    add("class " + stage.name() + "(" + stage.base() + "):");
    add("    \"\"\"" + stage.doc() + "\"\"\"", "");
    add("    _java_class = " + text(stage.stage().getClass().getName()));
    add("    _java_defaults: dict[str, Any] = {");
    for (Param<?> param : stage.stage().params()) {
      if (stage.stage().hasDefault(param)) {
        Object value = stage.stage().getDefault(param).get();
        add("        " + text(param.name()) + ": " + python(value) + ",");
      }
    }
    add("    }", "");
    for (Param<?> param : stage.stage().params()) {
      Kind kind = Kind.of(param);
      add("    " + param.name() + ": Param[" + kind.type() + "] = Param(");
      add("        Params._dummy(),");
      add("        " + text(param.name()) + ",");
      add("        " + text(param.doc()) + ",");
      add(
          "        typeConverter=TypeConverters."
              + kind.converter()
              + ",  # type: ignore[arg-type]");
      add("    )");
    }
    if (stage.made()) {
      keywords("__init__", stage, "None");
      add("        given = {name: value for name, value in locals().items() if name != \"self\"}");
      add("        given.pop(\"__class__\", None)");
      add("        super().__init__()");
      add("        self._created(given)");
      keywords("setParams", stage, stage.name());
      add("        \"\"\"Sets several params at once.\"\"\"");
      add("        return self._given({n: v for n, v in locals().items() if n != \"self\"})");
    }
    for (Param<?> param : stage.stage().params()) {
      accessors(stage, param);
    }
  }

  private void keywords(String method, Stage stage, String result) {
    add("", "    def " + method + "(", "        self,", "        *,");
    for (Param<?> param : stage.stage().params()) {
      add("        " + param.name() + ": " + Kind.of(param).type() + " | None = None,");
    }
    add("    ) -> " + result + ":");
  }

  private void accessors(Stage stage, Param<?> param) {
    String name = param.name();
    String title = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    String type = Kind.of(param).type();
    add("", "    def get" + title + "(self) -> " + type + ":");
    add("        \"\"\"" + sentence(param.doc()) + "\"\"\"");
    add("        return self.getOrDefault(self." + name + ")");
    add("", "    def set" + title + "(self, value: " + type + ") -> " + stage.name() + ":");
    add("        \"\"\"" + sentence(param.doc()) + "\"\"\"");
    add("        self._set(" + name + "=value)", "        return self");
  }

  private static String sentence(String doc) {
    return doc.substring(0, 1).toUpperCase(Locale.ROOT) + doc.substring(1) + ".";
  }

  private static String text(String value) throws IOException {
    return JSON.writeValueAsString(value);
  }

  private static String python(Object value) throws IOException {
    return value instanceof Boolean yes ? (yes ? "True" : "False") : JSON.writeValueAsString(value);
  }
}
