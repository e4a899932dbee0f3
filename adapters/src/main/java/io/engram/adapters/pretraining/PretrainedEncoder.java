package io.engram.adapters.pretraining;

import io.engram.adapters.training.TrainingReport;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.image.ImageSettings;
import io.engram.transformers.weights.FloatTensor;
import java.util.SortedMap;

/**
 * An encoder that was pre-trained.
 *
 * @param config its shape
 * @param settings how its pictures are made ready
 * @param weights by canonical name
 * @param report how it went
 */
public record PretrainedEncoder(
    VitConfig config,
    ImageSettings settings,
    SortedMap<String, FloatTensor> weights,
    TrainingReport report) {}
