/** {@code engram backbone pretrain}: an encoder of images from a table of pictures. */
package io.engram.jobs.pretraining;
