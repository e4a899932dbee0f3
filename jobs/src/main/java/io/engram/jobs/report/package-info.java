/** Results as text for people and as JSON for programs; pure functions of the result records. */
package io.engram.jobs.report;
