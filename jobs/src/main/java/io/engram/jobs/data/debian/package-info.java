/**
 * Real tasks from the package lists of a Debian machine: descriptions by section, and debtags. The
 * lists are read where they are and never redistributed.
 */
package io.engram.jobs.data.debian;
