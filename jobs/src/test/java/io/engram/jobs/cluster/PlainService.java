package io.engram.jobs.cluster;

import io.engram.adapters.prediction.Query;
import io.engram.consolidation.store.serving.ServedModel;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A service's JVM: answers one text with a model, and says whether Spark could be loaded. */
final class PlainService {
  private PlainService() {}

  /**
   * @param args model, task, text
   */
  public static void main(String[] args) throws IOException {
    try (ServedModel served = ServedModel.open(args[0], new Configuration())) {
      Query query = new Query(args[2], null, args[1]);
      System.out.println(served.predictor().predict(List.of(query)).get(0).label());
    }
    System.out.println(isThere("org.apache.spark.sql.SparkSession") || isThere("scala.Option"));
  }

  private static boolean isThere(String type) {
    try {
      Class.forName(type, false, PlainService.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
