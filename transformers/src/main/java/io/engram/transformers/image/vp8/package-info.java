/**
 * Key frames of VP8 (RFC 6386), which is what a lossy WebP holds, to the bit as libwebp decodes
 * them: the decoders that there are in Java predict from pixels that the loop filter has changed
 * already, which is off by 3 to 5 grey levels on average.
 */
package io.engram.transformers.image.vp8;
