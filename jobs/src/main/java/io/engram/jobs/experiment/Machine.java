package io.engram.jobs.experiment;

import com.sun.management.OperatingSystemMXBean;
import io.engram.consolidation.spark.EngramVersion;
import io.engram.transformers.runtime.NeuralRuntime;
import java.lang.management.ManagementFactory;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkContext;

/** What a benchmark ran on. */
final class Machine {
  private Machine() {}

  static SortedMap<String, String> facts(SparkContext spark) {
    NeuralRuntime runtime = NeuralRuntime.get();
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("processor", runtime.processor());
    facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("threads", String.valueOf(runtime.threads()));
    facts.put("device", runtime.place().device());
    facts.put("numeric path", runtime.place().numericPath());
    facts.put("memory MB", String.valueOf(system.getTotalMemorySize() >> 20));
    facts.put("heap MB", String.valueOf(Runtime.getRuntime().maxMemory() >> 20));
    facts.put("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
    facts.put("Java", Runtime.version().toString());
    facts.put("Engram", EngramVersion.current());
    facts.put("Spark", spark.version());
    facts.put("Spark master", spark.master());
    facts.put("Hadoop", VersionInfo.getVersion());
    facts.put("PyTorch", runtime.engineVersion());
    facts.put("DJL binding", runtime.bindingVersion());
    return facts;
  }
}
