package io.engram.consolidation.spark.learning;

import io.engram.adapters.training.CheckpointRhythm;
import io.engram.consolidation.learning.JobIdentity;
import io.engram.consolidation.learning.TrainingJob;
import io.engram.transformers.backbone.Precision;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Where the trainings of one learning are kept, so that a killed one goes on. */
public final class Trainings {

  /** A learning that begins anew after it was killed. */
  public static final Trainings NOT_KEPT = new Trainings(null, "", "");

  private final RunAddress run;
  private final String features;
  private final String oldInputs;

  private Trainings(RunAddress run, String features, String oldInputs) {
    this.run = run;
    this.features = features;
    this.oldInputs = oldInputs;
  }

  /**
   * @param run folder of the run
   * @param rhythm of the checkpoints in it
   * @param program version of the program that trains
   * @param precision of the features that are trained on
   * @param oldInputs what the inputs of other tasks are, as their fingerprints say
   */
  public static Trainings in(
      Path run,
      CheckpointRhythm rhythm,
      SparkSession session,
      String program,
      Precision precision,
      String oldInputs) {
    SerializableConfiguration hadoop =
        new SerializableConfiguration(session.sessionState().newHadoopConf());
    RunAddress address =
        new RunAddress(
            run.toString(),
            rhythm,
            JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(hadoop));
    return new Trainings(address, program + " " + precision, oldInputs);
  }

  KeptTraining kept(String what, TrainingJob job) {
    return new KeptTraining(job, run, what + "-" + JobIdentity.of(job.identity(), features));
  }

  KeptTraining keptOnOldInputs(String what, TrainingJob job) {
    String identity = JobIdentity.of(job.identity(), features, oldInputs);
    return new KeptTraining(job, run, what + "-" + identity);
  }
}
