/** A whole encoder of images learnt from nothing: what others then import, frozen. */
package io.engram.adapters.pretraining;
