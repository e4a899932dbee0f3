package io.engram.jobs.pretraining;

import io.engram.adapters.pretraining.PretrainingConfig;
import io.engram.jobs.service.InputSpec;
import io.engram.transformers.backbone.VitConfig;
import io.engram.transformers.image.ImageSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is pre-trained, and where to.
 *
 * @param input labelled pictures
 * @param output folder to make, on the local disk
 * @param encoder its shape
 * @param settings how pictures are made ready; how they are normalised comes from the pictures
 * @param config how it is trained
 * @param restart whether an interrupted run is forgotten
 * @param licence of the weights, as SPDX identifier or in words
 * @param attribution whom and what the licence of the pictures asks to name
 */
public record PretrainRequest(
    InputSpec input,
    Path output,
    VitConfig encoder,
    ImageSettings settings,
    PretrainingConfig config,
    boolean restart,
    Optional<String> licence,
    Optional<String> attribution) {}
