/**
 * Tasks of images to start with: sketches (Quick, Draw!), articles of clothing (Fashion-MNIST) and
 * photographs (CIFAR-10), as tables with a column of PNG files.
 */
package io.engram.jobs.data.image;
