/**
 * What one task adds to the frozen backbone: an adapter, a head, and the plain forms in which they
 * leave a JVM.
 */
package io.engram.adapters;
