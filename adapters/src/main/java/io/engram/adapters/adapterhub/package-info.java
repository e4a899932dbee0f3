/**
 * Exchange with AdapterHub's Python library {@code adapters}: an adapter as the folder which that
 * library saves and loads.
 */
package io.engram.adapters.adapterhub;
