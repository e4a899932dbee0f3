/**
 * WebP's lossless bitstream, VP8L (RFC 9649, section 3; sections that are named in this package are
 * its), to the bit as libwebp decodes it, and refused where libwebp refuses it. {@link
 * io.engram.transformers.image.vp8l.LosslessImage} reads in this order: the transforms with the
 * small images that belong to them, the prefix codes, the pixels; then each row has its transforms
 * undone.
 */
package io.engram.transformers.image.vp8l;
