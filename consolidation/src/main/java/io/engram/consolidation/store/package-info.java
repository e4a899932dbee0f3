/**
 * The versioned model store: immutable folders and objects, one record a version created exactly
 * once, aliases as a second such log. The layout is written down in {@code
 * consolidation/FORMAT.md}.
 */
package io.engram.consolidation.store;
