package io.engram.jobs.watch.arrivals;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Spark source {@value #FORMAT}, for streams: a row for every folder of a lake's task area that
 * came, changed or went since the micro-batch before. Spark's own file streams see neither {@code
 * _SUCCESS} nor a file that is taken away, and want one schema for all files; this one streams
 * names and opens no file. Address: the lake.
 */
public final class ArrivalSource implements TableProvider, DataSourceRegister {
  public static final String FORMAT = "engram-arrivals";

  @Override
  public String shortName() {
    return FORMAT;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return ArrivalRows.SCHEMA;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    String lake = new CaseInsensitiveStringMap(properties).get("path");
    if (lake == null) {
      throw new IllegalArgumentException(FORMAT + " needs the address of a lake: load(LAKE)");
    }
    return new Lake(new Path(lake));
  }

  private record Lake(Path path) implements Table, SupportsRead {
    @Override
    public String name() {
      return FORMAT + " " + path;
    }

    @Override
    @SuppressWarnings("deprecation") // columns() falls back to it
    public StructType schema() {
      return ArrivalRows.SCHEMA;
    }

    @Override
    public Set<TableCapability> capabilities() {
      return EnumSet.of(TableCapability.MICRO_BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return () -> new AreaScan(path);
    }
  }

  private record AreaScan(Path lake) implements Scan {
    @Override
    public StructType readSchema() {
      return ArrivalRows.SCHEMA;
    }

    @Override
    public String description() {
      return FORMAT + " " + lake;
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpoint) {
      return new ArrivalStream(
          new TaskArea(lake, SparkSession.active().sessionState().newHadoopConf()));
    }
  }
}
