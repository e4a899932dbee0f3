package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;

/**
 * What every stage of a package must do, whoever wrote it: all of its params have a doc, an
 * accessor and a setter, and survive copy and save/load with values that are not the defaults.
 */
public final class StageSweep {
  private StageSweep() {}

  /** All concrete stages of a package and those below it, tests left out. */
  public static List<Class<?>> stagesOf(String packageName) {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(packageName)
            .stream()
            .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
            .filter(type -> type.isAssignableTo(PipelineStage.class))
            .<Class<?>>map(JavaClass::reflect)
            .toList();
  }

  /** Fails with what a stage lacks; a Spark session must be running. */
  public static void check(Class<?> type, Path folder) throws Exception {
    check(fresh(type), folder);
  }

  /** As {@link #check(Class, Path)}, of a model that has state besides its params; changes it. */
  public static void check(SparkStage stage, Path folder) throws Exception {
    Class<?> type = stage.getClass();
    for (Param<?> param : stage.params()) {
      assertThat(param.doc()).as("doc of %s.%s", type.getSimpleName(), param.name()).isNotBlank();
      assertThat(Arrays.stream(type.getMethods()).map(method -> method.getName()))
          .as("methods of %s", type.getSimpleName())
          .contains(setter(param));
      assertThat(type.getMethod(param.name()).invoke(stage)).isSameAs(param);
      assertThat(stage.explainParams()).contains(param.name() + ": ");
      change(stage, param);
    }
    assertThat(values((SparkStage) stage.copy(ParamMap.empty()))).isEqualTo(values(stage));
    String path = folder.resolve(type.getSimpleName()).toString();
    stage.write().save(path);
    var read = type.getMethod("read");
    assertThat(Modifier.isStatic(read.getModifiers())).isTrue();
    SparkStage loaded = (SparkStage) ((MLReader<?>) read.invoke(null)).load(path);
    assertThat(loaded).isInstanceOf(type);
    assertThat(loaded.uid()).isEqualTo(stage.uid());
    assertThat(values(loaded)).isEqualTo(values(stage));
  }

  /** Fails when Spark Connect could not find the stage: it looks stages up in service files. */
  public static void checkListedForConnect(Class<?> type) {
    Class<?> service =
        Transformer.class.isAssignableFrom(type) ? Transformer.class : Estimator.class;
    assertThat(
            ServiceLoader.load(service, type.getClassLoader()).stream()
                .<Class<?>>map(ServiceLoader.Provider::type))
        .as("META-INF/services/%s", service.getName())
        .contains(type);
  }

  private static SparkStage fresh(Class<?> type) throws ReflectiveOperationException {
    return (SparkStage) type.getConstructor(String.class).newInstance("uid-of-the-sweep");
  }

  private static String setter(Param<?> param) {
    return "set"
        + param.name().substring(0, 1).toUpperCase(Locale.ROOT)
        + param.name().substring(1);
  }

  @SuppressWarnings("unchecked")
  private static void change(SparkStage stage, Param<?> param) {
    Object present = stage.hasDefault(param) ? stage.getOrDefault(param) : null;
    Object value;
    if (param instanceof IntParam) {
      value = present == null ? 3 : (int) present + 1;
    } else if (param instanceof LongParam) {
      value = present == null ? 3L : (long) present + 1;
    } else if (param instanceof DoubleParam) {
      value = present == null ? 0.5 : (double) present / 2 + 0.01;
    } else if (param instanceof BooleanParam) {
      value = present == null || !(boolean) present;
    } else if (param instanceof StringArrayParam) {
      value = new String[] {"swept"};
    } else {
      value = valid((Param<String>) param);
    }
    stage.set((Param<Object>) param, value);
  }

  // The doc of a choice ends with its words.
  private static String valid(Param<String> param) {
    if ((Boolean) param.isValid().apply("swept")) {
      return "swept";
    }
    return param.doc().substring(param.doc().lastIndexOf(' ') + 1);
  }

  private static List<String> values(SparkStage stage) {
    return Arrays.stream(stage.params())
        .map(param -> param.name() + "=" + Arrays.deepToString(new Object[] {value(stage, param)}))
        .toList();
  }

  private static Object value(SparkStage stage, Param<?> param) {
    return stage.isDefined(param) ? stage.getOrDefault(param) : "undefined";
  }
}
