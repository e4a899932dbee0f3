/**
 * The frozen encoder: its shape, its arithmetic over native arrays, and the two places in each
 * layer where something learnt may be inserted.
 */
package io.engram.transformers.backbone;
