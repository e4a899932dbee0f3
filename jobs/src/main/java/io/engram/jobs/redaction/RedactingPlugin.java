package io.engram.jobs.redaction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import scala.Tuple2;

/**
 * Redacts the log of every executor: what the session's settings and the executor's own environment
 * give under a name that says so is hidden there too.
 */
public final class RedactingPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new OfExecutor();
  }

  private static final class OfExecutor implements ExecutorPlugin {
    @Override
    public void init(PluginContext context, Map<String, String> extraConf) {
      // In local mode this is the driver, whose log knows the command line as well.
      if (!context.executorID().equals("driver")) {
        RedactedLog.install(Redactor.of(List.of(), given(context.conf()), ""));
      }
    }

    private static Map<String, String> given(SparkConf conf) {
      Map<String, String> all = new HashMap<>(System.getenv());
      for (Tuple2<String, String> setting : conf.getAll()) {
        all.put(setting._1(), setting._2());
      }
      return all;
    }
  }
}
