package io.engram.jobs.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.engram.transformers.metrics.WorkCount;
import io.engram.transformers.metrics.WorkTime;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * What driver and executors did so far, for every sink of Spark's metrics system: a counter of each
 * {@link WorkCount} and a gauge of each {@link WorkTime}. The values are read when a sink asks.
 */
public final class MetricsPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new OfDriver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new OfExecutor();
  }

  private static final class OfDriver implements DriverPlugin {
    @Override
    public void registerMetrics(String appId, PluginContext context) {
      register(context.metricRegistry());
    }
  }

  private static final class OfExecutor implements ExecutorPlugin {
    @Override
    public void init(PluginContext context, Map<String, String> extraConf) {
      // In local mode this is the driver, which has them.
      if (!context.executorID().equals("driver")) {
        register(context.metricRegistry());
      }
    }
  }

  private static void register(MetricRegistry metrics) {
    for (WorkCount count : WorkCount.values()) {
      metrics.register(count.label(), new Reading(count));
    }
    for (WorkTime time : WorkTime.values()) {
      metrics.register(time.label(), (Gauge<Double>) time::seconds);
    }
  }

  /** A counter that is kept elsewhere. */
  private static final class Reading extends Counter {
    private final WorkCount count;

    Reading(WorkCount count) {
      this.count = count;
    }

    @Override
    public long getCount() {
      return count.sum();
    }
  }
}
