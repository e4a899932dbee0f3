/** Images made ready for a backbone: what was done to those it was pre-trained on. */
package io.engram.transformers.image;
