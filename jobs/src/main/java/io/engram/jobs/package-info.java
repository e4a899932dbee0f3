/** The program: entry point, exit codes, and the one place where exceptions become messages. */
package io.engram.jobs;
