/**
 * What a strategy asks of a cluster: trainings that run in one place, slots scored and teachers
 * asked on executors, test rows evaluated where they are.
 */
package io.engram.consolidation.spark.learning;
